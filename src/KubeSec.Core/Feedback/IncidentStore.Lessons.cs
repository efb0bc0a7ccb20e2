using KubeSec.Feedback.Attribution;
using KubeSec.Feedback.Decisions;
using KubeSec.Feedback.Judgement;
using KubeSec.Feedback.Lifecycle;
using KubeSec.Feedback.Storage;

namespace KubeSec.Feedback;

/// <content>What was learnt, and how it went from build to build.</content>
public sealed partial class IncidentStore
{
    /// <summary>What incidents have taught, the worst and latest first.</summary>
    /// <param name="query">Severity, states and kinds asked for; its images and workloads are not looked at.</param>
    /// <param name="limit">The most to return.</param>
    /// <param name="cancellationToken">Stops the reading.</param>
    /// <exception cref="FeedbackStoreException">The store could not be read.</exception>
    public Task<IReadOnlyList<LessonStanding>> LessonsAsync(IncidentQuery query, int limit = 1000, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(query);
        return database.ReadAsync<IReadOnlyList<LessonStanding>>(
            async connection =>
            {
                List<Incident> incidents = await IncidentTable.ListAsync(connection, query, limit, cancellationToken);
                string[] ids = [.. incidents.Select(incident => incident.Id)];
                Dictionary<string, IReadOnlyList<IncidentSubject>> subjects = await IncidentTable.SubjectsAsync(connection, ids, cancellationToken);
                Dictionary<string, List<IncidentTransition>> histories = await TransitionLog.ReadAsync(connection, ids, cancellationToken);
                IReadOnlyList<IncidentWaiver> waivers = await DecisionLog.WaiversAsync(connection, cancellationToken);
                List<LessonStanding> standings = [];
                foreach (Incident incident in incidents.Select(incident => incident with { Subjects = subjects.GetValueOrDefault(incident.Id) ?? [] }))
                {
                    var lesson = new Lesson(new IncidentMatch(incident, MatchBasis.Workload, null, null), histories.GetValueOrDefault(incident.Id) ?? []);
                    standings.Add(new LessonStanding
                    {
                        Incident = incident,
                        Asked = lesson.Asked,
                        Scope = await ScopeAsync(connection, incident, cancellationToken),
                        Mitigation = lesson.Mitigation,
                        Waiver = waivers.FirstOrDefault(waiver => waiver.Incident == incident.Id),
                    });
                }

                return standings;
            },
            cancellationToken);
    }

    /// <summary>How many incidents of run time are in each state; states without any are missing.</summary>
    /// <exception cref="FeedbackStoreException">The store could not be read.</exception>
    public Task<IReadOnlyDictionary<IncidentState, long>> CountAsync(CancellationToken cancellationToken = default) =>
        database.ReadAsync<IReadOnlyDictionary<IncidentState, long>>(connection => IncidentTable.CountAsync(connection, cancellationToken), cancellationToken);

    private static async Task<IReadOnlyList<string>> ScopeAsync(System.Data.Common.DbConnection connection, Incident incident, CancellationToken cancellationToken)
    {
        string[] ValuesOf(SubjectKind kind) => [.. incident.Subjects.Where(subject => subject.Kind == kind).Select(subject => subject.Value)];
        List<string> scope = [.. ValuesOf(SubjectKind.Workload).Select(value => $"workload {value}")];
        if (incident.Origin is OriginClass.Operator or OriginClass.Host)
        {
            return scope;
        }

        scope.AddRange(ValuesOf(SubjectKind.Image).Select(value => $"image {value}"));
        if (incident.Origin == OriginClass.ImageBorne)
        {
            string[] digests = ValuesOf(SubjectKind.Digest);
            scope.AddRange(digests.Select(value => $"digest {value}"));
            scope.AddRange((await ArtifactTable.LayersAsync(connection, digests, cancellationToken)).Select(layer => $"layer {layer.DiffId}"));
        }

        return scope;
    }
}
