using KubeSec.Findings;

namespace KubeSec.Rules;

/// <summary>The published frameworks that rules refer to.</summary>
internal static class Frameworks
{
    public const string PssBaseline = "pss-baseline";
    public const string PssRestricted = "pss-restricted";

    /// <summary>Every name that a rule's references and a run's options may use.</summary>
    public static IReadOnlyList<string> Names { get; } = [PssBaseline, PssRestricted, "nsa", "cis", "owasp", "attack"];

    /// <summary>Whether a framework asks for what a rule checks. The restricted Pod Security Standard includes the baseline one.</summary>
    public static bool Asks(string framework, RuleInfo rule) => rule.Frameworks.Any(reference => Covers(framework, reference));

    /// <summary>Whether a reference names a control that counts in a framework.</summary>
    public static bool Covers(string framework, FrameworkReference reference) =>
        reference.Framework == framework || (framework == PssRestricted && reference.Framework == PssBaseline);
}
