namespace KubeSec.Reports;

/// <summary>How a report is written.</summary>
public sealed record ReportOptions
{
    /// <summary>Whether ANSI colours may be used; only the console report does.</summary>
    public bool Colour { get; init; }

    /// <summary>Where the files of findings are found for source excerpts; the process's working directory unless stated.</summary>
    public string WorkingDirectory { get; init; } = Environment.CurrentDirectory;

    /// <summary>How much the console report says.</summary>
    public ReportDetail Detail { get; init; } = ReportDetail.Normal;
}

/// <summary>How much a report for people says.</summary>
public enum ReportDetail
{
    /// <summary>The verdict and why.</summary>
    Brief,

    /// <summary>Each finding with its place and excerpt.</summary>
    Normal,

    /// <summary>Also why each rule matters, how to mend it, what is suppressed, and what follows from a graver finding.</summary>
    Full,
}
