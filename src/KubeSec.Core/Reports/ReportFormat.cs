namespace KubeSec.Reports;

/// <summary>The forms a verdict can be written in.</summary>
public enum ReportFormat
{
    /// <summary>For people at a terminal: grouped by file, with source excerpts.</summary>
    Console,

    /// <summary>For programs: KubeSec's own contract, described by docs/report.schema.json.</summary>
    Json,
}
