namespace KubeSec.Reports;

/// <summary>How a report is written.</summary>
public sealed record ReportOptions
{
    /// <summary>Whether ANSI colours may be used; only the console report does.</summary>
    public bool Colour { get; init; }

    /// <summary>Where the files of findings are found for source excerpts; the process's working directory unless stated.</summary>
    public string WorkingDirectory { get; init; } = Environment.CurrentDirectory;
}
