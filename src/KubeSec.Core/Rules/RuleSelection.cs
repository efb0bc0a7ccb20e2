using KubeSec.Findings;

namespace KubeSec.Rules;

/// <summary>The rules of one run, chosen from the catalogue by what the run was asked for.</summary>
internal static class RuleSelection
{
    /// <summary>Chooses the rules.</summary>
    /// <exception cref="ArgumentException">The options name a rule or framework that does not exist, or no Kubernetes version.</exception>
    public static IReadOnlyList<Rule> Choose(LintOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        if (options.Minor is null)
        {
            throw new ArgumentException($"'{options.KubernetesVersion}' is no Kubernetes version; write a minor such as 1.35", nameof(options));
        }

        Rule[] known = [.. RuleCatalogue.All(), .. options.OwnRules.Select(own => own.Rule)];
        RejectUnknown(options, known);
        return [.. known.Where(rule => (IsOn(rule.Info, options) || options.Evidence.Contains(rule.Info.Name)) && rule.CanJudge(options))];
    }

    /// <summary>What the options say differently about a rule, if they name it.</summary>
    public static RuleSetting? SettingOf(RuleInfo rule, LintOptions options) =>
        options.Rules.TryGetValue(rule.Name, out RuleSetting? setting) || options.Rules.TryGetValue(rule.Code, out setting) ? setting : null;

    /// <summary>Whether the run was asked for a rule.</summary>
    public static bool IsOn(RuleInfo rule, LintOptions options)
    {
        if (SettingOf(rule, options) is { } setting)
        {
            return setting.Enabled;
        }

        return options.Frameworks.Count == 0
            ? rule.EnabledByDefault || options.Categories.Contains(rule.Category)
            : options.Frameworks.Any(framework => Frameworks.Asks(framework, rule));
    }

    private static void RejectUnknown(LintOptions options, Rule[] known)
    {
        if (options.Frameworks.FirstOrDefault(framework => !Frameworks.Names.Contains(framework)) is { } stranger)
        {
            throw new ArgumentException($"'{stranger}' is no framework; there are {string.Join(", ", Frameworks.Names)}{Spelling.Hint(stranger, Frameworks.Names)}", nameof(options));
        }

        if (options.Rules.Keys.FirstOrDefault(key => !known.Any(rule => rule.Info.Name == key || rule.Info.Code == key)) is { } unknown)
        {
            throw new ArgumentException($"there is no rule '{unknown}'{Spelling.Hint(unknown, known.Select(rule => rule.Info.Name))}", nameof(options));
        }
    }
}
