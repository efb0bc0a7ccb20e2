using KubeSec.Findings;

namespace KubeSec.Feedback.Sources;

/// <summary>The severity words scanners share.</summary>
internal static class SeverityWords
{
    public static Severity Of(string? word) => word?.ToLowerInvariant() switch
    {
        "critical" => Severity.Critical,
        "high" or "important" or "error" => Severity.High,
        "medium" or "moderate" or "warning" or "warn" => Severity.Medium,
        "low" => Severity.Low,
        _ => Severity.Info,
    };
}
