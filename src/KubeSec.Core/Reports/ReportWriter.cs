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

    private static Report For(ReportFormat format) => format switch
    {
        ReportFormat.Console => new ConsoleReport(),
        ReportFormat.Json => new JsonReport(),
        _ => throw new ArgumentOutOfRangeException(nameof(format), format, "No such format"),
    };
}
