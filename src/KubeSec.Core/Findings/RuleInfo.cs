namespace KubeSec.Findings;

/// <summary>What a rule is about; decides the first digit of its code.</summary>
public enum RuleCategory
{
    /// <summary>KS0xxx: the input itself.</summary>
    Input,

    /// <summary>KS1xxx: pods and containers.</summary>
    Pod,

    /// <summary>KS2xxx: images and supply chain.</summary>
    Image,

    /// <summary>KS3xxx: network.</summary>
    Network,

    /// <summary>KS4xxx: access and identity.</summary>
    Access,

    /// <summary>KS5xxx: secrets and configuration.</summary>
    Secrets,

    /// <summary>KS6xxx: lessons from run time.</summary>
    Lessons,

    /// <summary>KS7xxx: reliability and hygiene; off unless asked for.</summary>
    Reliability,

    /// <summary>KS8xxx: control plane and nodes.</summary>
    ControlPlane,

    /// <summary>Codes of the team's own: rules that are not of the catalogue.</summary>
    Own,
}

/// <summary>Where a published framework asks for the same thing.</summary>
/// <param name="Framework">Short name: <c>pss-baseline</c>, <c>pss-restricted</c>, <c>nsa</c>, <c>cis</c>, <c>owasp</c>, <c>attack</c>.</param>
/// <param name="Control">The control's own identifier there, such as <c>5.2.2</c>, <c>K01</c> or <c>T1611</c>.</param>
public sealed record FrameworkReference(string Framework, string Control);

/// <summary>What a fix makes of the field at fault.</summary>
/// <param name="Value">The value it gets, as YAML; a list in brackets is added to the one that stands there. Null takes the field out.</param>
/// <param name="MayBreak">What to look out for after applying it.</param>
public sealed record FixValue(string? Value, string MayBreak)
{
    /// <summary>A fix that takes the field out.</summary>
    /// <param name="mayBreak">What to look out for after applying it.</param>
    public static FixValue Nothing(string mayBreak) => new(null, mayBreak);
}

/// <summary>Everything a person or a report needs to know about a rule, apart from how it is checked.</summary>
public sealed record RuleInfo
{
    /// <summary>Stable code such as <c>KS1001</c>; never changes its meaning.</summary>
    public required string Code { get; init; }

    /// <summary>Stable kebab-case name of the flagged pattern, such as <c>privileged-container</c>.</summary>
    public required string Name { get; init; }

    /// <summary>One line for lists: what is wrong.</summary>
    public required string Title { get; init; }

    /// <summary>Severity unless the policy or the finding itself says otherwise.</summary>
    public required Severity Severity { get; init; }

    /// <summary>What the rule is about.</summary>
    public required RuleCategory Category { get; init; }

    /// <summary>Why it matters: what it lets an attacker do.</summary>
    public required string Why { get; init; }

    /// <summary>How an attacker uses it, in a sentence or two; empty where <see cref="Why"/> says it all.</summary>
    public string Attack { get; init; } = "";

    /// <summary>How to mend it.</summary>
    public required string Remedy { get; init; }

    /// <summary>When a waiver is reasonable.</summary>
    public string WhenToWaive { get; init; } = "";

    /// <summary>The framework controls it covers.</summary>
    public IReadOnlyList<FrameworkReference> Frameworks { get; init; } = [];

    /// <summary>What the rule's fix makes of the reported field; null where it has no fix.</summary>
    public FixValue? Sets { get; init; }

    /// <summary>Whether the rule runs without being asked for.</summary>
    public bool EnabledByDefault { get; init; } = true;

    /// <summary>The rule's page, as SARIF's helpUri and MSBuild's help link; a reserved host until the project has one.</summary>
    public string HelpUri => $"https://kubesec.example/rules/{Name}";
}
