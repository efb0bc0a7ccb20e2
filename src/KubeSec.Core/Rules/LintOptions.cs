using System.Globalization;
using KubeSec.Findings;
using KubeSec.Images;
using KubeSec.Network;

namespace KubeSec.Rules;

/// <summary>What a lint run is asked for.</summary>
public sealed record LintOptions
{
    /// <summary>The Kubernetes minor the manifests are meant for, such as <c>1.35</c>.</summary>
    public string KubernetesVersion { get; init; } = "1.35";

    /// <summary>Frameworks to judge by: only rules that one of them asks for run. Empty runs every rule that is on.</summary>
    public IReadOnlyList<string> Frameworks { get; init; } = [];

    /// <summary>Categories whose rules run although they are off by default, such as <see cref="RuleCategory.Reliability"/>.</summary>
    public IReadOnlyList<RuleCategory> Categories { get; init; } = [];

    /// <summary>What differs for single rules, by the rule's name or code.</summary>
    public IReadOnlyDictionary<string, RuleSetting> Rules { get; init; } = new Dictionary<string, RuleSetting>();

    /// <summary>Which images may be deployed; null asks nothing of their registries.</summary>
    public RegistryPolicy? Images { get; init; }

    /// <summary>What the manifests do not say about the cluster's network.</summary>
    public NetworkOptions Network { get; init; } = new();

    /// <summary>What is stated about who may talk to whom; none asks nothing.</summary>
    public IReadOnlyList<NetworkAssertion> NetworkAssertions { get; init; } = [];

    /// <summary>Where kinds of the cluster's own hold their pod template: kind to path, such as <c>spec.jobTemplate.template</c>.</summary>
    public IReadOnlyDictionary<string, string> PodTemplatePaths { get; init; } = new Dictionary<string, string>();

    /// <summary>Rules of the team's own, asked after those of the catalogue.</summary>
    public IReadOnlyList<OwnRule> OwnRules { get; init; } = [];

    /// <summary>Names of rules that are asked even where they are off: the caller wants to know what they find, not to report it.</summary>
    internal IReadOnlySet<string> Evidence { get; init; } = new HashSet<string>();

    /// <summary>The minor as a number; null where <see cref="KubernetesVersion"/> is no version.</summary>
    internal int? Minor
    {
        get
        {
            string[] parts = KubernetesVersion.TrimStart('v').Split('.');
            return parts is ["1", var minor, ..] && int.TryParse(minor, NumberStyles.None, CultureInfo.InvariantCulture, out int number) ? number : null;
        }
    }
}

/// <summary>What a run says differently about one rule.</summary>
/// <param name="Enabled">Whether it runs, whatever its category and the frameworks say.</param>
/// <param name="Severity">Severity of its findings; null leaves the rule's own.</param>
public sealed record RuleSetting(bool Enabled, Severity? Severity = null)
{
    /// <summary>The rule does not run.</summary>
    public static RuleSetting Off { get; } = new(false);
}
