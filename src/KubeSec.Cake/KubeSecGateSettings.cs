using Cake.Core.IO;
using KubeSec.Findings;
using KubeSec.Reports;
using KubeSec.Rules;

namespace KubeSec.Cake;

/// <summary>How the gate judges.</summary>
public sealed class KubeSecGateSettings
{
    /// <summary>Gets or sets the policy file; <c>kubesec.yaml</c> of the working directory unless stated.</summary>
    public FilePath? PolicyFile { get; set; }

    /// <summary>Gets or sets the least severity that closes the gate; the policy's unless stated.</summary>
    public Severity? FailOn { get; set; }

    /// <summary>Gets or sets the Kubernetes minor the manifests are meant for, such as <c>1.35</c>; the policy's unless stated.</summary>
    public string? KubernetesVersion { get; set; }

    /// <summary>Gets the frameworks to report, such as <c>pss-restricted</c> or <c>nsa</c>; all rules unless stated.</summary>
    public ICollection<string> Frameworks { get; } = [];

    /// <summary>Gets the Dockerfiles whose base images are held against the policy: <c>Dockerfiles = { "./Dockerfile" }</c>.</summary>
    public ICollection<FilePath> Dockerfiles { get; } = [];

    /// <summary>Gets images that no manifest names and that are held against the policy.</summary>
    public ICollection<string> Images { get; } = [];

    /// <summary>Gets the publishers whose images must be signed as they say they sign, such as <c>kubernetes</c>, beside the policy's own.</summary>
    public ICollection<string> ImagePresets { get; } = [];

    /// <summary>Gets or sets the file of findings that were there before the gate; the policy's unless stated.</summary>
    public FilePath? Baseline { get; set; }

    /// <summary>Gets or sets whether inputs without a single manifest leave the verdict undecided; a note otherwise.</summary>
    public bool FailOnNoManifests { get; set; }

    /// <summary>Gets or sets the promise that no socket is opened.</summary>
    public bool Offline { get; set; }

    /// <summary>Gets the rules of the script's own, made from lambdas by <see cref="RuleBuilder"/>.</summary>
    public ICollection<OwnRule> OwnRules { get; } = [];

    /// <summary>Gets the reports to write, by format: <c>Reports = { [ReportFormat.Html] = "./kubesec.html" }</c>.</summary>
    public IDictionary<ReportFormat, FilePath> Reports { get; } = new Dictionary<ReportFormat, FilePath>();

    /// <summary>Gets or sets a token that stops the judgement.</summary>
    public CancellationToken CancellationToken { get; set; }
}
