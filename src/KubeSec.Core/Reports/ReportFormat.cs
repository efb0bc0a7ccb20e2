namespace KubeSec.Reports;

/// <summary>The forms a verdict can be written in.</summary>
public enum ReportFormat
{
    /// <summary>For people at a terminal: grouped by file, with source excerpts.</summary>
    Console,

    /// <summary>For programs: KubeSec's own contract, described by docs/report.schema.json.</summary>
    Json,

    /// <summary>SARIF 2.1.0, for code scanning and editors.</summary>
    Sarif,

    /// <summary>JUnit XML, for the test page of a build server.</summary>
    JUnit,

    /// <summary>GitHub-flavoured Markdown, for job summaries and pull requests.</summary>
    Markdown,

    /// <summary>GitHub Actions workflow commands, which become annotations.</summary>
    GitHub,

    /// <summary>GitLab code quality.</summary>
    GitLab,

    /// <summary>GitLab SAST, for the security dashboard.</summary>
    GitLabSast,

    /// <summary>Azure Pipelines logging commands.</summary>
    Azure,

    /// <summary>One self-contained page, for people who would rather look than read a log.</summary>
    Html,
}
