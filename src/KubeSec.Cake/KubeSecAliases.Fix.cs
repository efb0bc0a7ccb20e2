using Cake.Core;
using Cake.Core.Annotations;
using KubeSec.Rules;

namespace KubeSec.Cake;

public static partial class KubeSecAliases
{
    /// <summary>Mends in place what can be mended safely; comments, order and indentation stay as they are.</summary>
    /// <param name="context">The context.</param>
    /// <param name="path">A file, a folder or a glob such as <c>./deploy/**/*.yaml</c>.</param>
    /// <returns>The files that were changed, each with what was mended in it.</returns>
    /// <exception cref="CakeException">The policy file is wrong, or a file cannot be written.</exception>
    /// <example>
    /// <code>
    /// <![CDATA[
    /// Task("Fix").Does(() => KubeSecFix("./deploy"));
    /// ]]>
    /// </code>
    /// </example>
    [CakeMethodAlias]
    [CakeAliasCategory(KubeSecCategories.Manifests)]
    [CakeNamespaceImport("KubeSec.Rules")]
    public static IReadOnlyList<FixedFile> KubeSecFix(this ICakeContext context, KubeSecPath path) =>
        KubeSecFix(context, path, new KubeSecFixSettings());

    /// <summary>Mends what can be mended safely, in place or as a patch to look at.</summary>
    /// <param name="context">The context.</param>
    /// <param name="path">A file, a folder or a glob such as <c>./deploy/**/*.yaml</c>.</param>
    /// <param name="settings">How to mend.</param>
    /// <returns>The files that are changed, each with what is mended in it.</returns>
    /// <exception cref="CakeException">The policy file or the rule's name is wrong, or a file cannot be written.</exception>
    /// <example>
    /// <code>
    /// <![CDATA[
    /// Task("Fix").Does(() =>
    /// {
    ///     var changed = KubeSecFix("./deploy", new KubeSecFixSettings { Rule = "privileged-container", DryRun = true });
    ///     Information("{0} files would change", changed.Count);
    /// });
    /// ]]>
    /// </code>
    /// </example>
    [CakeMethodAlias]
    [CakeAliasCategory(KubeSecCategories.Manifests)]
    [CakeNamespaceImport("KubeSec.Rules")]
    public static IReadOnlyList<FixedFile> KubeSecFix(this ICakeContext context, KubeSecPath path, KubeSecFixSettings settings)
    {
        ArgumentNullException.ThrowIfNull(path);
        return FixRunner.Fix(context, path, settings);
    }
}
