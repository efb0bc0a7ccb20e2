using System.Text.Json;
using Microsoft.Build.Framework;
using Task = Microsoft.Build.Utilities.Task;

namespace KubeSec.MSBuild;

/// <summary>Reports the findings of the last judgement as errors and warnings of the build, each at its place.</summary>
public sealed class ReplayTask : Task
{
    /// <summary>The code of messages that are about KubeSec itself and not about a manifest.</summary>
    internal const string ToolCode = "KS0000";

    /// <summary>Gets or sets the JSON report of the last judgement.</summary>
    [Required]
    public string FindingsFile { get; set; } = "";

    /// <summary>Gets or sets whether warnings fail the build as well.</summary>
    public bool TreatWarningsAsErrors { get; set; }

    /// <inheritdoc/>
    public override bool Execute()
    {
        if (!File.Exists(FindingsFile))
        {
            return !Log.HasLoggedErrors;
        }

        using JsonDocument report = JsonDocument.Parse(File.ReadAllBytes(FindingsFile));
        JsonElement root = report.RootElement;
        string threshold = Text(root, "failOn");
        foreach (JsonElement finding in root.GetProperty("findings").EnumerateArray().Where(f => f.GetProperty("suppressed").ValueKind is JsonValueKind.False or JsonValueKind.Null))
        {
            Report(finding, threshold);
        }

        if (Text(root, "verdict") == "undecided")
        {
            foreach (JsonElement reason in root.GetProperty("reasons").EnumerateArray())
            {
                Log.LogError(null, ToolCode, null, null, 0, 0, 0, 0, $"could not be decided: {Text(reason, "message")}");
            }
        }

        return !Log.HasLoggedErrors;
    }

    private static string Text(JsonElement element, string name) => element.GetProperty(name).GetString() ?? "";

    private void Report(JsonElement finding, string threshold)
    {
        string code = Text(finding, "code");
        string message = $"{Text(finding, "message")} ({Text(finding, "rule")})";
        string file = Text(finding, "file");
        string help = Text(finding, "help");
        int Number(string name) => finding.GetProperty(name).GetInt32();
        Severities severity = Enum.Parse<Severities>(Text(finding, "severity"), ignoreCase: true);
        bool closes = severity >= Enum.Parse<Severities>(threshold, ignoreCase: true);
        if (closes || (TreatWarningsAsErrors && severity >= Severities.Low))
        {
            Log.LogError("KubeSec", code, null, help, file, Number("line"), Number("column"), Number("endLine"), Number("endColumn"), "{0}", message);
        }
        else if (severity >= Severities.Low)
        {
            Log.LogWarning("KubeSec", code, null, help, file, Number("line"), Number("column"), Number("endLine"), Number("endColumn"), "{0}", message);
        }
        else
        {
            Log.LogMessage("KubeSec", code, null, file, Number("line"), Number("column"), Number("endLine"), Number("endColumn"), MessageImportance.Low, "{0}", message);
        }
    }

    /// <summary>Severities as the report writes them; the task reads the report and needs nothing of the engine to start fast.</summary>
    private enum Severities
    {
        Info,
        Low,
        Medium,
        High,
        Critical,
    }
}
