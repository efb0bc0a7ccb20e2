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
    public static Baseline KubeSecWriteBaseline(this ICakeContext context, KubeSecPath path, FilePath file) =>
        KubeSecWriteBaseline(context, path, file, new KubeSecGateSettings());

    /// <summary>Records the findings of a gate that is not judged by <c>kubesec.yaml</c> of the working directory alone.</summary>
    /// <param name="context">The context.</param>
    /// <param name="path">A file, a folder or a glob such as <c>./deploy/**/*.yaml</c>.</param>
    /// <param name="file">Where to; name it in the gate's settings, or under <c>baseline</c> in the policy file.</param>
    /// <param name="settings">The settings of the gate: its policy file, its frameworks, its own rules. Reports are not written.</param>
    /// <returns>The baseline that was written.</returns>
    /// <exception cref="CakeException">Something could not be judged, or the file cannot be written.</exception>
    /// <example>
    /// <code>
    /// <![CDATA[
    /// var gate = new KubeSecGateSettings { PolicyFile = "./build/kubesec.yaml", Baseline = "./build/kubesec.baseline.json" };
    /// Task("Baseline").Does(() => KubeSecWriteBaseline("./deploy", gate.Baseline, gate));
    /// Task("Gate").Does(() => KubeSecGate("./deploy", gate));
    /// ]]>
    /// </code>
    /// </example>
    [CakeMethodAlias]
    [CakeAliasCategory(KubeSecCategories.Gate)]
    [CakeNamespaceImport("KubeSec.Gate")]
    public static Baseline KubeSecWriteBaseline(this ICakeContext context, KubeSecPath path, FilePath file, KubeSecGateSettings settings)
    {
        ArgumentNullException.ThrowIfNull(path);
        ArgumentNullException.ThrowIfNull(file);
        return GateRunner.WriteBaseline(context, path, file, settings);
    }
}
