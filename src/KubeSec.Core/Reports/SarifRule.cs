using System.Globalization;
using System.Text.Json;
using KubeSec.Findings;

namespace KubeSec.Reports;

/// <summary>A rule as SARIF's reportingDescriptor (section 3.49), with the properties GitHub code scanning ranks by.</summary>
internal static class SarifRule
{
    public static void Write(Utf8JsonWriter json, RuleInfo rule)
    {
        json.WriteStartObject();
        json.WriteString("id", rule.Code);
        json.WriteString("name", Pascal(rule.Name));
        WriteText(json, "shortDescription", rule.Title + ".");
        WriteText(json, "fullDescription", rule.Why);
        json.WriteStartObject("help");
        json.WriteString("text", $"{rule.Why}\n{rule.Remedy}");
        json.WriteString("markdown", $"{rule.Why}\n\n**Mend:** {rule.Remedy}{(rule.WhenToWaive.Length > 0 ? $"\n\n**When to waive:** {rule.WhenToWaive}" : "")}");
        json.WriteEndObject();
        json.WriteString("helpUri", rule.HelpUri);
        json.WriteStartObject("defaultConfiguration");
        json.WriteString("level", Level(rule.Severity));
        json.WriteEndObject();
        json.WriteStartObject("properties");
        json.WriteString("precision", "high");
        json.WriteString("problem.severity", Level(rule.Severity) == "note" ? "recommendation" : Level(rule.Severity));
        json.WriteString("security-severity", Score(rule.Severity).ToString("0.0", CultureInfo.InvariantCulture));
        json.WriteStartArray("tags");
        json.WriteStringValue("security");
        json.WriteStringValue(Words.Of(rule.Category));
        foreach (FrameworkReference reference in rule.Frameworks)
        {
            json.WriteStringValue($"{reference.Framework}:{reference.Control}");
        }

        json.WriteEndArray();
        json.WriteEndObject();
        json.WriteEndObject();
    }

    public static string Level(Severity severity) => severity switch
    {
        Severity.Critical or Severity.High => "error",
        Severity.Medium => "warning",
        _ => "note",
    };

    /// <summary>The middle of GitHub's bands: above 9.0 critical, above 7.0 high, above 4.0 medium.</summary>
    private static double Score(Severity severity) => severity switch
    {
        Severity.Critical => 9.5,
        Severity.High => 8.0,
        Severity.Medium => 5.5,
        Severity.Low => 2.5,
        _ => 0.1,
    };

    private static string Pascal(string kebab) => string.Concat(kebab.Split('-').Where(part => part.Length > 0).Select(part => char.ToUpperInvariant(part[0]) + part[1..]));

    private static void WriteText(Utf8JsonWriter json, string name, string text)
    {
        json.WriteStartObject(name);
        json.WriteString("text", text);
        json.WriteEndObject();
    }
}
