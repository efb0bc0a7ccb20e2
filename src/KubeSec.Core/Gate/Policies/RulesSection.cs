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
                if (ReadSetting(entry) is { Enabled: true })
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
        // Quoted, or read by YAML 1.2, the words are text.
        string? word = entry.Field.Boolean is { } switched ? (switched ? "on" : "off") : entry.Field.Text;
        switch (word)
        {
            case "on":
                return new RuleSetting(true);
            case "off":
                return RuleSetting.Off;
            default:
                Severity? severity = Severities.Parse(word);
                if (severity is null)
                {
                    entry.Report($"'{entry.Key}' must be on, off or a severity: {string.Join(", ", Severities.Words)}");
                }

                return severity is null ? null : new RuleSetting(true, severity);
        }
    }
}
