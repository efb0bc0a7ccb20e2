using System.Text.Json;
using Microsoft.Build.Framework;
using Task = Microsoft.Build.Utilities.Task;

namespace KubeSec.MSBuild;

/// <summary>Reports the findings of the last judgement. It reads the report alone and needs nothing of the engine, so that it starts fast.</summary>
public sealed class ReplayTask : Task
{
    /// <summary>Gets or sets the JSON report of the last judgement.</summary>
    [Required]
    public string FindingsFile { get; set; } = "";

    /// <summary>Gets or sets the project that is built, where errors about KubeSec itself are shown.</summary>
    public string ProjectFile { get; set; } = "";

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
        var diagnostics = new Diagnostics(Log, ProjectFile, Text(root, "failOn"), TreatWarningsAsErrors);
        foreach (JsonElement finding in root.GetProperty("findings").EnumerateArray().Where(finding => !finding.GetProperty("suppressed").GetBoolean()))
        {
            diagnostics.Report(Read(finding));
        }

        if (Text(root, "verdict") == "undecided")
        {
            foreach (JsonElement reason in root.GetProperty("reasons").EnumerateArray())
            {
                diagnostics.Undecided(Text(reason, "kind"), Text(reason, "message"));
            }
        }

        return !Log.HasLoggedErrors;
    }

    private static Diagnostic Read(JsonElement finding) => new(
        Text(finding, "severity"), Text(finding, "code"), Text(finding, "rule"), Text(finding, "message"), Text(finding, "help"), Text(finding, "file"),
        Number(finding, "line"), Number(finding, "column"), Number(finding, "endLine"), Number(finding, "endColumn"));

    private static string Text(JsonElement element, string name) => element.GetProperty(name).GetString() ?? "";

    private static int Number(JsonElement element, string name) => element.GetProperty(name).GetInt32();
}
