using System.Text;
using KubeSec.Feedback;
using KubeSec.Gate;
using KubeSec.Reports.Incidents;

namespace KubeSec.Reports;

/// <summary>What a store knows, ready to be handed on to other tools.</summary>
public sealed class IncidentExport
{
    private IncidentExport()
    {
    }

    /// <summary>The incidents with what they ask, the worst and latest first.</summary>
    internal IReadOnlyList<LessonStanding> Lessons { get; private init; } = [];

    /// <summary>What each incident was tied to.</summary>
    internal IReadOnlyDictionary<string, IncidentAttribution> Attributions { get; private init; } = new Dictionary<string, IncidentAttribution>();

    /// <summary>The last judgement of the gate; null where there was none.</summary>
    internal (long At, GateRunRecord Run)? LastRun { get; private init; }

    /// <summary>When it was read.</summary>
    internal DateTimeOffset Now { get; private init; }

    /// <summary>Reads what a query lets through.</summary>
    /// <param name="store">The store.</param>
    /// <param name="query">Severity, states and kinds asked for; its images and workloads are not looked at.</param>
    /// <param name="time">The clock that the documents are dated by; the system's unless stated.</param>
    /// <param name="cancellationToken">Stops the reading.</param>
    /// <exception cref="FeedbackStoreException">The store could not be read.</exception>
    public static async Task<IncidentExport> ReadAsync(IncidentStore store, IncidentQuery query, TimeProvider? time = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(store);
        IReadOnlyList<LessonStanding> lessons = await store.LessonsAsync(query, int.MaxValue, cancellationToken);
        Dictionary<string, IncidentAttribution> attributions = new(StringComparer.Ordinal);
        foreach (LessonStanding lesson in lessons)
        {
            if (await store.AttributionAsync(lesson.Incident.Id, cancellationToken) is { } attribution)
            {
                attributions[lesson.Incident.Id] = attribution;
            }
        }

        IReadOnlyList<(long At, GateRunRecord Run)> runs = await store.GateRunsAsync(1, cancellationToken);
        return new IncidentExport { Lessons = lessons, Attributions = attributions, LastRun = runs.Count == 0 ? null : runs[0], Now = (time ?? TimeProvider.System).GetUtcNow() };
    }

    /// <summary>Writes the incidents in a format.</summary>
    public void Write(IncidentExportFormat format, TextWriter output)
    {
        ArgumentNullException.ThrowIfNull(output);
        switch (format)
        {
            case IncidentExportFormat.Ocsf:
                OcsfExport.Write(this, output);
                break;
            case IncidentExportFormat.OpenReports:
                OpenReportsExport.Write(this, output);
                break;
            case IncidentExportFormat.OpenVex:
                OpenVexExport.Write(this, output);
                break;
            case IncidentExportFormat.Vsa:
                VsaExport.Write(this, output);
                break;
            default:
                SarifExport.Write(this, output);
                break;
        }
    }

    /// <summary>Writes the incidents to a file, whole or not at all.</summary>
    /// <exception cref="IOException">The file cannot be written.</exception>
    /// <exception cref="UnauthorizedAccessException">The file may not be written.</exception>
    public void WriteFile(IncidentExportFormat format, string path)
    {
        ArgumentNullException.ThrowIfNull(path);
        WholeFile.Write(path, file =>
        {
            using var output = new StreamWriter(file, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false), leaveOpen: true) { NewLine = "\n" };
            Write(format, output);
        });
    }

    internal IncidentAttribution AttributionOf(Incident incident) => Attributions.GetValueOrDefault(incident.Id) ?? new IncidentAttribution { Level = incident.Attribution };
}
