using System.Text;
using KubeSec.Gate;

namespace KubeSec.Reports;

/// <summary>Writes a verdict in any format.</summary>
public static class ReportWriter
{
    /// <summary>Writes a report. The same result gives the same bytes on every machine.</summary>
    /// <param name="format">The form.</param>
    /// <param name="result">The verdict.</param>
    /// <param name="output">Where to; flushed, not closed.</param>
    /// <param name="options">How.</param>
    /// <exception cref="IOException">The output takes no more.</exception>
    public static void Write(ReportFormat format, GateResult result, TextWriter output, ReportOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(result);
        ArgumentNullException.ThrowIfNull(output);
        For(format).Write(result, output, options ?? new ReportOptions());
        output.Flush();
    }

    /// <summary>Writes a report to a file. It is written beside the file and moved there when whole, so that no half of one is ever read.</summary>
    /// <param name="format">The form.</param>
    /// <param name="result">The verdict.</param>
    /// <param name="path">The file; its folder is made where it is missing.</param>
    /// <param name="options">How.</param>
    /// <exception cref="IOException">The file cannot be written.</exception>
    /// <exception cref="UnauthorizedAccessException">The file may not be written.</exception>
    public static void WriteFile(ReportFormat format, GateResult result, string path, ReportOptions? options = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        WholeFile.Write(path, file =>
        {
            using var output = new StreamWriter(file, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false), leaveOpen: true);
            Write(format, result, output, options);
        });
    }

    private static Report For(ReportFormat format) => format switch
    {
        ReportFormat.Console => new ConsoleReport(),
        ReportFormat.Json => new JsonReport(),
        ReportFormat.Sarif => new SarifReport(),
        ReportFormat.JUnit => new JUnitReport(),
        ReportFormat.Markdown => new MarkdownReport(),
        ReportFormat.GitHub => new GitHubReport(),
        ReportFormat.GitLab => new GitLabReport(),
        ReportFormat.GitLabSast => new GitLabSastReport(),
        ReportFormat.Azure => new AzureReport(),
        ReportFormat.Html => new HtmlReport(),
        _ => throw new ArgumentOutOfRangeException(nameof(format), format, "No such format"),
    };
}
