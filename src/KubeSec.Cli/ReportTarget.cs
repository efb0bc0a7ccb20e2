using KubeSec.Findings;
using KubeSec.Gate;
using KubeSec.Reports;

namespace KubeSec.Cli;

/// <summary>One report to write, and where to; null is standard output.</summary>
internal sealed record ReportTarget(ReportFormat Format, string? File)
{
    private static readonly (string Name, ReportFormat Format)[] Names =
    [
        ("console", ReportFormat.Console), ("json", ReportFormat.Json), ("sarif", ReportFormat.Sarif), ("junit", ReportFormat.JUnit),
        ("markdown", ReportFormat.Markdown), ("github", ReportFormat.GitHub), ("gitlab", ReportFormat.GitLab),
        ("gitlab-sast", ReportFormat.GitLabSast), ("azure", ReportFormat.Azure), ("html", ReportFormat.Html),
    ];

    /// <summary>The formats' names, as the command line writes them.</summary>
    public static IReadOnlyList<string> FormatNames { get; } = [.. Names.Select(entry => entry.Name)];

    /// <summary>Brings the formats and files of a command line together.</summary>
    /// <param name="formats">What <c>--format</c> says.</param>
    /// <param name="outputs">What <c>--output</c> says: <c>sarif=out.sarif</c>, or a file for the one format asked for.</param>
    /// <param name="problem">What is wrong with them, or null.</param>
    public static IReadOnlyList<ReportTarget> Read(IReadOnlyList<string> formats, IReadOnlyList<string> outputs, out string? problem)
    {
        var files = new List<ReportTarget>();
        foreach (string output in outputs)
        {
            int equals = output.IndexOf('=', StringComparison.Ordinal);
            string format = equals > 0 ? output[..equals] : formats.Count == 1 ? formats[0] : "";
            if (Find(format) is not { } known || equals == output.Length - 1)
            {
                problem = $"'{output}' names no report; write --output FORMAT=FILE with one of {string.Join(", ", FormatNames)}{Spelling.Hint(format, FormatNames)}";
                return [];
            }

            files.Add(new ReportTarget(known, output[(equals + 1)..]));
        }

        ReportTarget[] shown = [.. formats.Select(Find).OfType<ReportFormat>().Where(format => files.TrueForAll(file => file.Format != format)).Distinct().Select(format => new ReportTarget(format, null))];
        problem = shown.Length > 1 ? $"{shown.Length} reports would be mixed on standard output; send all but one to files with --output FORMAT=FILE" : null;
        return [.. shown.Length == 0 && formats.Count == 0 ? [new ReportTarget(ReportFormat.Console, null)] : shown, .. files];
    }

    /// <summary>Writes the report; the console takes a reader that has closed the pipe for one that has seen enough.</summary>
    /// <returns>What kept the report from being written, or null.</returns>
    public string? Write(GateResult result, ReportOptions options)
    {
        try
        {
            if (File is { } file)
            {
                ReportWriter.WriteFile(Format, result, file, options);
            }
            else
            {
                using TextWriter output = Terminal.OpenOutput();
                ReportWriter.Write(Format, result, output, options with { Colour = Terminal.HasColour });
            }

            return null;
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            return $"the report {File ?? "on standard output"} cannot be written: {fault.Message}";
        }
    }

    private static ReportFormat? Find(string name)
    {
        int index = Array.FindIndex(Names, entry => entry.Name == name);
        return index < 0 ? null : Names[index].Format;
    }
}
