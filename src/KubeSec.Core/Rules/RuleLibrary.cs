using KubeSec.Findings;

namespace KubeSec.Rules;

/// <summary>The catalogue as people read it: every rule with its examples.</summary>
public static class RuleLibrary
{
    /// <summary>Every rule of the catalogue and every question of the feedback store, by code.</summary>
    public static IReadOnlyList<RuleInfo> All() =>
        [.. RuleCatalogue.All().Select(rule => rule.Info).Concat(LessonRules.All).OrderBy(info => info.Code, StringComparer.Ordinal)];

    /// <summary>The names of the published frameworks that rules refer to.</summary>
    public static IReadOnlyList<string> Frameworks => Rules.Frameworks.Names;

    /// <summary>The rule of that name or code, or null.</summary>
    public static RuleInfo? Find(string nameOrCode) =>
        All().FirstOrDefault(info => info.Name == nameOrCode || string.Equals(info.Code, nameOrCode, StringComparison.OrdinalIgnoreCase));

    /// <summary>A manifest the rule finds fault with, its guilty lines marked with the rule's code, and one it passes.</summary>
    /// <returns>Null for a rule that is not of the catalogue.</returns>
    public static RuleExamples? ExamplesOf(string nameOrCode)
    {
        Rule? rule = RuleCatalogue.All().FirstOrDefault(rule => rule.Info.Name == nameOrCode || rule.Info.Code == nameOrCode);
        return rule is null ? null : RuleExamples.Of(rule);
    }

    /// <summary>The rule's page in Markdown: why, how it is attacked, both examples, how to mend it, when to waive it.</summary>
    /// <returns>Null for a rule that is not of the catalogue.</returns>
    public static string? PageOf(string nameOrCode) => Find(nameOrCode) is { } rule ? RulePage.Write(rule, ExamplesOf(rule.Name)) : null;
}
