using System.Globalization;
using KubeSec.Feedback;

namespace KubeSec.Reports.Incidents;

/// <summary>What the export formats say alike.</summary>
internal static class ExportWords
{
    /// <summary>Where a subject of a kind is needed by value.</summary>
    public static IEnumerable<string> ValuesOf(Incident incident, SubjectKind kind) => incident.Subjects.Where(subject => subject.Kind == kind).Select(subject => subject.Value);

    /// <summary>What would meet the incident, in one sentence.</summary>
    public static string Remedy(LessonStanding lesson) => lesson.Asked.Count == 0
        ? "No manifest can show what would prevent it; a person has to settle it."
        : $"Show {string.Join(" or ", lesson.Asked.Select(control => $"{control.Title} [{control.Code}]"))}.";

    /// <summary>A purl of an image (purl-spec, type oci), or of all images of a repository without a digest: the name is the last part of the repository.</summary>
    public static string Purl(string repository, string? digest) =>
        $"pkg:oci/{Uri.EscapeDataString(repository[(repository.LastIndexOf('/') + 1)..].ToLowerInvariant())}{(digest is null ? "" : "@" + Uri.EscapeDataString(digest))}?repository_url={Uri.EscapeDataString(repository)}";

    /// <summary>RFC 3339 in UTC, whole seconds.</summary>
    public static string Time(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);

    public static bool IsWaived(LessonStanding lesson, DateTimeOffset now) =>
        lesson.Waiver is { } waiver && waiver.From <= DateOnly.FromDateTime(now.UtcDateTime) && waiver.Expires >= DateOnly.FromDateTime(now.UtcDateTime) && lesson.Incident.Severity <= waiver.UpTo;
}
