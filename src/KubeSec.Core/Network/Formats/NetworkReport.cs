using KubeSec.Findings;

namespace KubeSec.Network;

/// <summary>How an answer is written.</summary>
public enum NetworkFormat
{
    /// <summary>One line an answer.</summary>
    Text,

    /// <summary>JSON with stable field names.</summary>
    Json,

    /// <summary>Markdown tables.</summary>
    Markdown,

    /// <summary>A Graphviz graph.</summary>
    Dot,

    /// <summary>A picture: boxes and arrows for a few workloads, a matrix for many.</summary>
    Svg,
}

/// <summary>Writes answers in every format; the same answer gives the same bytes.</summary>
public static class NetworkReport
{
    /// <summary>Writes a connectivity table.</summary>
    /// <param name="table">The table.</param>
    /// <param name="format">The format.</param>
    /// <param name="diagnostics">What was found wrong with the policies; only JSON carries it.</param>
    public static string Write(ConnectivityTable table, NetworkFormat format, IReadOnlyList<Finding> diagnostics)
    {
        ArgumentNullException.ThrowIfNull(table);
        return Write(format, () => Sheets.Of(table), () => NetworkGraph.Of(table), json => json.Table(table), diagnostics);
    }

    /// <summary>Writes how far a taken container gets.</summary>
    /// <param name="reach">The report.</param>
    /// <param name="format">The format.</param>
    /// <param name="diagnostics">What was found wrong with the policies; only JSON carries it.</param>
    public static string Write(ReachReport reach, NetworkFormat format, IReadOnlyList<Finding> diagnostics)
    {
        ArgumentNullException.ThrowIfNull(reach);
        return Write(format, () => Sheets.Of(reach), () => NetworkGraph.Of(reach), json => json.Reach(reach), diagnostics);
    }

    /// <summary>Writes why one connection is allowed, denied or unknown.</summary>
    /// <param name="explanation">The explanation.</param>
    /// <param name="format">The format.</param>
    /// <param name="diagnostics">What was found wrong with the policies; only JSON carries it.</param>
    public static string Write(Explanation explanation, NetworkFormat format, IReadOnlyList<Finding> diagnostics)
    {
        ArgumentNullException.ThrowIfNull(explanation);
        return Write(format, () => Sheets.Of(explanation), () => NetworkGraph.Of(explanation), json => json.Explanation(explanation), diagnostics);
    }

    /// <summary>Writes what is open to peers outside the input.</summary>
    /// <param name="exposure">The report.</param>
    /// <param name="format">The format.</param>
    /// <param name="diagnostics">What was found wrong with the policies; only JSON carries it.</param>
    public static string Write(ExposureReport exposure, NetworkFormat format, IReadOnlyList<Finding> diagnostics)
    {
        ArgumentNullException.ThrowIfNull(exposure);
        return Write(format, () => Sheets.Of(exposure), () => NetworkGraph.Of(exposure), json => json.Exposure(exposure), diagnostics);
    }

    /// <summary>Writes what a change opens and closes.</summary>
    /// <param name="diff">The difference.</param>
    /// <param name="format">The format.</param>
    /// <param name="diagnostics">What was found wrong with the policies; only JSON carries it.</param>
    public static string Write(ConnectivityDiff diff, NetworkFormat format, IReadOnlyList<Finding> diagnostics)
    {
        ArgumentNullException.ThrowIfNull(diff);
        return Write(format, () => Sheets.Of(diff), () => NetworkGraph.Of(diff), json => json.Diff(diff), diagnostics);
    }

    private static string Write(
        NetworkFormat format, Func<IReadOnlyList<Sheet>> sheets, Func<NetworkGraph> graph, Action<JsonFormat> json, IReadOnlyList<Finding> diagnostics) => format switch
        {
            NetworkFormat.Json => JsonFormat.Write(diagnostics, json),
            NetworkFormat.Markdown => MarkdownFormat.Write(sheets()),
            NetworkFormat.Dot => DotFormat.Write(graph()),
            NetworkFormat.Svg => SvgFormat.Write(graph()),
            _ => TextFormat.Write(sheets()),
        };
}
