using KubeSec.Findings;

namespace KubeSec.Rules;

/// <summary>The engine's own finding: a rule broke off and has judged nothing.</summary>
internal static class RuleFailed
{
    public static RuleInfo Info { get; } = new()
    {
        Code = "KS0900",
        Name = "rule-failed",
        Title = "A rule failed and has judged nothing",
        Severity = Severity.High,
        Category = RuleCategory.Input,
        Why = "What a failed rule would have found is not known: that is no pass.",
        Attack = "Write a manifest on which the rule that would refuse it fails.",
        Remedy = "For a rule of your own, mend it; for one of the catalogue, report the manifest as a defect of KubeSec.",
        WhenToWaive = "Until the mended version is out, with the rule switched off for that resource.",
    };
}
