using Cake.Core;
using Cake.Core.Annotations;
using Cake.Core.IO;
using KubeSec.Gate;

namespace KubeSec.Cake;

public static partial class KubeSecAliases
{
    /// <summary>Records today's findings, so that an old repository can adopt the gate and only new findings close it.</summary>
    /// <param name="context">The context.</param>
    /// <param name="path">A file, a folder or a glob such as <c>./deploy/**/*.yaml</c>.</param>
    /// <param name="file">Where to; name it under <c>baseline</c> in <c>kubesec.yaml</c>.</param>
    /// <returns>The baseline that was written.</returns>
    /// <exception cref="CakeException">Something could not be judged, or the file cannot be written.</exception>
    /// <example>
    /// <code>
    /// <![CDATA[
    /// Task("Baseline").Does(() => KubeSecWriteBaseline("./deploy", "./kubesec.baseline.json"));
    /// ]]>
    /// </code>
    /// </example>
    [CakeMethodAlias]
    [CakeAliasCategory(KubeSecCategories.Gate)]
    [CakeNamespaceImport("KubeSec.Gate")]
    public static Baseline KubeSecWriteBaseline(this ICakeContext context, KubeSecPath path, FilePath file)
    {
        ArgumentNullException.ThrowIfNull(path);
        ArgumentNullException.ThrowIfNull(file);
        return GateRunner.WriteBaseline(context, path, file);
    }
}
