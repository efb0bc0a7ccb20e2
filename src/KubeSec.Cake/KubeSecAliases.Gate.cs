using Cake.Core;
using Cake.Core.Annotations;
using KubeSec.Gate;

namespace KubeSec.Cake;

/// <summary>
/// Answers in a Cake script: may this be deployed?
/// <code>
/// <![CDATA[#addin nuget:?package=KubeSec.Cake&version=0.1.0&loaddependencies=true]]>
/// </code>
/// </summary>
[CakeAliasCategory(KubeSecCategories.KubeSec)]
public static partial class KubeSecAliases
{
    /// <summary>Judges manifests by the policy of the working directory and fails the task unless the verdict is a pass.</summary>
    /// <param name="context">The context.</param>
    /// <param name="path">A file, a folder or a glob such as <c>./deploy/**/*.yaml</c>.</param>
    /// <returns>The verdict and what it rests on.</returns>
    /// <exception cref="CakeException">The verdict is fail or undecided, or the policy file is wrong.</exception>
    /// <example>
    /// <code>
    /// <![CDATA[
    /// Task("Gate").Does(() => KubeSecGate("./deploy"));
    /// ]]>
    /// </code>
    /// </example>
    [CakeMethodAlias]
    [CakeAliasCategory(KubeSecCategories.Gate)]
    [CakeNamespaceImport("KubeSec.Gate")]
    [CakeNamespaceImport("KubeSec.Findings")]
    [CakeNamespaceImport("KubeSec.Reports")]
    [CakeNamespaceImport("KubeSec.Rules")]
    public static GateResult KubeSecGate(this ICakeContext context, KubeSecPath path) =>
        KubeSecGate(context, path, new KubeSecGateSettings());

    /// <summary>Judges manifests and fails the task unless the verdict is a pass.</summary>
    /// <param name="context">The context.</param>
    /// <param name="path">A file, a folder or a glob such as <c>./deploy/**/*.yaml</c>.</param>
    /// <param name="settings">How to judge.</param>
    /// <returns>The verdict and what it rests on.</returns>
    /// <exception cref="CakeException">The verdict is fail or undecided, or the policy file is wrong.</exception>
    /// <example>
    /// <code>
    /// <![CDATA[
    /// Task("Gate").Does(() =>
    /// {
    ///     GateResult result = KubeSecGate("./deploy/**/*.yaml", new KubeSecGateSettings
    ///     {
    ///         PolicyFile = "./kubesec.yaml",
    ///         FailOn = Severity.Medium,
    ///         OwnRules =
    ///         {
    ///             new RuleBuilder("ACME001", "team-label-missing")
    ///                 .Because("Nobody is called when it breaks.")
    ///                 .ForResources((resource, report) =>
    ///                 {
    ///                     if (!resource.Labels["team"].Exists)
    ///                     {
    ///                         report(resource.Labels["team"], $"{resource} has no label team");
    ///                     }
    ///                 })
    ///                 .Build(),
    ///         },
    ///         Reports = { [ReportFormat.Html] = "./kubesec.html" },
    ///     });
    ///     Information("{0} resources may be deployed", result.Resources);
    /// });
    /// ]]>
    /// </code>
    /// </example>
    [CakeMethodAlias]
    [CakeAliasCategory(KubeSecCategories.Gate)]
    [CakeNamespaceImport("KubeSec.Gate")]
    [CakeNamespaceImport("KubeSec.Findings")]
    [CakeNamespaceImport("KubeSec.Reports")]
    [CakeNamespaceImport("KubeSec.Rules")]
    public static GateResult KubeSecGate(this ICakeContext context, KubeSecPath path, KubeSecGateSettings settings)
    {
        ArgumentNullException.ThrowIfNull(path);
        return GateRunner.Judge(context, path.Paths, settings);
    }

    /// <summary>Judges images and Dockerfiles that the settings name, without any manifest, and fails the task unless the verdict is a pass.</summary>
    /// <param name="context">The context.</param>
    /// <param name="settings">What to judge, and how.</param>
    /// <returns>The verdict and what it rests on.</returns>
    /// <exception cref="CakeException">The verdict is fail or undecided, the policy file is wrong, or the settings name nothing.</exception>
    /// <example>
    /// <code>
    /// <![CDATA[
    /// Task("Gate-Images").Does(() => KubeSecGate(new KubeSecGateSettings
    /// {
    ///     Dockerfiles = { "./Dockerfile" },
    ///     Images = { "ghcr.io/acme/shop-web:1.4.0" },
    /// }));
    /// ]]>
    /// </code>
    /// </example>
    [CakeMethodAlias]
    [CakeAliasCategory(KubeSecCategories.Gate)]
    [CakeNamespaceImport("KubeSec.Gate")]
    [CakeNamespaceImport("KubeSec.Findings")]
    [CakeNamespaceImport("KubeSec.Reports")]
    [CakeNamespaceImport("KubeSec.Rules")]
    public static GateResult KubeSecGate(this ICakeContext context, KubeSecGateSettings settings)
    {
        ArgumentNullException.ThrowIfNull(settings);
        return settings.Dockerfiles.Count + settings.Images.Count > 0
            ? GateRunner.Judge(context, [], settings)
            : throw new CakeException("KubeSec: name what to judge: a path, Dockerfiles or Images of the settings");
    }
}
