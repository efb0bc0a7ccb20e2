using KubeSec.Findings;
using KubeSec.Rules;

namespace KubeSec.Gate.Policies;

/// <summary><c>rules</c>: single rules and whole categories switched on, off or to another severity.</summary>
internal static class RulesSection
{
    private static readonly Dictionary<string, RuleCategory> Categories = new(StringComparer.Ordinal)
    {
        ["reliability"] = RuleCategory.Reliability,
        ["controlPlane"] = RuleCategory.ControlPlane,
    };

    public static (IReadOnlyList<RuleCategory> Categories, IReadOnlyDictionary<string, RuleSetting> Rules) Read(PolicyNode rules, RuleNames names)
    {
        var categories = new List<RuleCategory>();
        var settings = new Dictionary<string, RuleSetting>(StringComparer.Ordinal);
        foreach (PolicyNode entry in rules.Entries)
        {
            if (Categories.TryGetValue(entry.Key, out RuleCategory category))
            {
                if (entry.Boolean() is true)
                {
                    categories.Add(category);
                }
            }
            else if (names.Check(entry, entry.Key, Categories.Keys) && ReadSetting(entry) is { } setting)
            {
                settings[entry.Key] = setting;
            }
        }

        return (categories, settings);
    }

    private static RuleSetting? ReadSetting(PolicyNode entry)
    {
        switch (entry.Field.Boolean)
        {
            case true:
                return new RuleSetting(true);
            case false:
                return RuleSetting.Off;
            default:
                Severity? severity = Severities.Parse(entry.Field.Text);
                if (severity is null)
                {
                    entry.Report($"'{entry.Key}' must be on, off or a severity: {string.Join(", ", Severities.Words)}");
                }

                return severity is null ? null : new RuleSetting(true, severity);
        }
    }
}
