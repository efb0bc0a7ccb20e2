using Cake.Core;
using Cake.Core.Annotations;
using KubeSec.Findings;

namespace KubeSec.Cake;

public static partial class KubeSecAliases
{
    /// <summary>Lints manifests and returns what was found; the task goes on whatever that is.</summary>
    /// <param name="context">The context.</param>
    /// <param name="path">A file, a folder or a glob such as <c>./deploy/**/*.yaml</c>.</param>
    /// <returns>The findings by file and place, suppressed ones included.</returns>
    /// <exception cref="CakeException">The policy file is wrong, or an input cannot be read.</exception>
    /// <example>
    /// <code>
    /// <![CDATA[
    /// Task("Lint").Does(() => KubeSecLint("./deploy"));
    /// ]]>
    /// </code>
    /// </example>
    [CakeMethodAlias]
    [CakeAliasCategory(KubeSecCategories.Manifests)]
    [CakeNamespaceImport("KubeSec.Findings")]
    public static IReadOnlyList<Finding> KubeSecLint(this ICakeContext context, KubeSecPath path) =>
        KubeSecLint(context, path, new KubeSecLintSettings());

    /// <summary>Lints manifests and returns what was found; the task goes on whatever that is.</summary>
    /// <param name="context">The context.</param>
    /// <param name="path">A file, a folder or a glob such as <c>./deploy/**/*.yaml</c>.</param>
    /// <param name="settings">How to lint.</param>
    /// <returns>The findings by file and place, suppressed ones included.</returns>
    /// <exception cref="CakeException">The policy file is wrong, or an input cannot be read.</exception>
    /// <example>
    /// <code>
    /// <![CDATA[
    /// Task("Lint").Does(() =>
    /// {
    ///     IReadOnlyList<Finding> findings = KubeSecLint("./deploy", new KubeSecLintSettings { KubernetesVersion = "1.35" });
    ///     if (findings.Any(finding => finding.Rule.Name == "privileged-container"))
    ///     {
    ///         Warning("A container runs privileged");
    ///     }
    /// });
    /// ]]>
    /// </code>
    /// </example>
    [CakeMethodAlias]
    [CakeAliasCategory(KubeSecCategories.Manifests)]
    [CakeNamespaceImport("KubeSec.Findings")]
    public static IReadOnlyList<Finding> KubeSecLint(this ICakeContext context, KubeSecPath path, KubeSecLintSettings settings)
    {
        ArgumentNullException.ThrowIfNull(path);
        return GateRunner.Lint(context, path, settings);
    }
}
