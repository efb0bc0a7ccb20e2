using KubeSec.Findings;

namespace KubeSec.Rules;

/// <summary>A rule of the team's own; made by <see cref="RuleBuilder"/>.</summary>
public sealed class OwnRule
{
    internal OwnRule(Rule rule) => Rule = rule;

    /// <summary>What the rule is about.</summary>
    public RuleInfo Info => Rule.Info;

    internal Rule Rule { get; }
}
