using KubeSec.Findings;
using KubeSec.Images;
using KubeSec.Images.Registries;
using KubeSec.Network;
using KubeSec.Rules;
using KubeSec.Signatures;

namespace KubeSec.Gate;

/// <summary>What a team demands before anything is deployed; the content of <c>kubesec.yaml</c>.</summary>
public sealed record GatePolicy
{
    /// <summary>The least severity that closes the gate.</summary>
    public Severity FailOn { get; init; } = Severity.High;

    /// <summary>The Kubernetes minor the manifests are meant for.</summary>
    public string KubernetesVersion { get; init; } = "1.35";

    /// <summary>Frameworks to judge by; empty judges by every rule that is on.</summary>
    public IReadOnlyList<string> Frameworks { get; init; } = [];

    /// <summary>Categories switched on although their rules are off by default.</summary>
    public IReadOnlyList<RuleCategory> Categories { get; init; } = [];

    /// <summary>What differs for single rules, by name or code.</summary>
    public IReadOnlyDictionary<string, RuleSetting> Rules { get; init; } = new Dictionary<string, RuleSetting>();

    /// <summary>Rules of the team's own.</summary>
    public IReadOnlyList<OwnRule> OwnRules { get; init; } = [];

    /// <summary>Where kinds of the cluster's own hold their pod template: kind to field path.</summary>
    public IReadOnlyDictionary<string, string> PodTemplates { get; init; } = new Dictionary<string, string>();

    /// <summary>Where images may come from and how they must be pinned; null asks nothing.</summary>
    public RegistryPolicy? Images { get; init; }

    /// <summary>Who must have signed which images.</summary>
    public IReadOnlyList<SignaturePolicy> Signatures { get; init; } = [];

    /// <summary>How registries are reached.</summary>
    public RegistryOptions Registries { get; init; } = new();

    /// <summary>What the manifests do not say about the cluster's network.</summary>
    public NetworkOptions Network { get; init; } = new();

    /// <summary>Who must, and who must not, be able to talk to whom; one that is broken closes the gate, one that cannot be told leaves it undecided.</summary>
    public IReadOnlyList<NetworkAssertion> NetworkAssertions { get; init; } = [];

    /// <summary>Lessons from run time; null takes the default store.</summary>
    public FeedbackPolicy? Feedback { get; init; }

    /// <summary>Findings the team lives with.</summary>
    public IReadOnlyList<Waiver> Waivers { get; init; } = [];

    /// <summary>The file of findings that were there before the gate; null where there is none.</summary>
    public string? Baseline { get; init; }
}
