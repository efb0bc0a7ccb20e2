using KubeSec.Findings;

namespace KubeSec.Gate.Policies;

/// <summary>What the gate has to say about the policy itself.</summary>
internal static class PolicyRules
{
    public static RuleInfo Invalid { get; } = Rule(
        "KS0100", "policy-invalid", "The policy file is wrong", Severity.High,
        "A key that is misread is a demand nobody makes.", "Write what the message names; kubesec init shows every key.");

    public static RuleInfo WaiverExpired { get; } = Rule(
        "KS0101", "waiver-expired", "A waiver has expired", Severity.Low,
        "What it covered counts again.", "Mend the finding, or decide anew and set a later day.");

    public static RuleInfo WaiverUnused { get; } = Rule(
        "KS0102", "waiver-unused", "A waiver covers nothing", Severity.Info,
        "It would hide the finding's return.", "Remove it.");

    public static RuleInfo WaiverInvalid { get; } = Rule(
        "KS0103", "waiver-invalid", "A waiver on a resource does not count", Severity.Low,
        "An exception needs a rule that exists and a reason.", "Write kubesec.dev/ignore.RULE: REASON, with until YYYY-MM-DD at the end where it should expire.");

    public static IReadOnlyList<RuleInfo> All { get; } = [Invalid, WaiverExpired, WaiverUnused, WaiverInvalid];

    public static Finding At(this RuleInfo rule, SourceSpan span, string message, string? path = null) =>
        new() { Rule = rule, Severity = rule.Severity, Message = message, Span = span, Path = path };

    private static RuleInfo Rule(string code, string name, string title, Severity severity, string why, string remedy) => new()
    {
        Code = code,
        Name = name,
        Title = title,
        Severity = severity,
        Category = RuleCategory.Input,
        Why = why,
        Remedy = remedy,
    };
}
