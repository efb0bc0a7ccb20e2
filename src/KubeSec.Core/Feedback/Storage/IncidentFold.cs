using KubeSec.Feedback.Observations;
using KubeSec.Findings;

namespace KubeSec.Feedback.Storage;

/// <summary>
/// What a set of observations adds to one incident. Every part is commutative and associative – sums, minima, maxima, unions –
/// so that any order of arrival, from any number of processes, gives the same state.
/// </summary>
internal sealed class IncidentFold(string id, Observation first)
{
    // Paths may be longer; an index of a server takes no more, and nobody deploys by such a name.
    private const int MaximumSubject = 600;

    public string Id { get; } = id;

    public IncidentKind Kind { get; } = first.Kind == ObservationKind.Finding ? IncidentKind.Finding : IncidentKind.Runtime;

    public string Source { get; } = first.Source;

    public string Rule { get; } = first.Rule;

    public Severity Severity { get; private set; }

    public OriginClass Origin { get; private set; }

    public AttributionLevel Attribution { get; private set; } = AttributionLevel.None;

    public long Count { get; private set; }

    public long? FirstSeen { get; private set; }

    public long? LastSeen { get; private set; }

    public string Message { get; private set; } = first.Message ?? "";

    public HashSet<(string Kind, string Value)> Subjects { get; } = [];

    public void Add(Observation observation)
    {
        Count++;
        Severity = (Severity)Math.Max((int)Severity, (int)observation.Severity);
        Origin = (OriginClass)Math.Max((int)Origin, (int)observation.Origin);
        Attribution = (AttributionLevel)Math.Min((int)Attribution, (int)LevelOf(observation));
        FirstSeen = FirstSeen is { } firstSeen && !(observation.At < firstSeen) ? firstSeen : observation.At ?? FirstSeen;
        LastSeen = LastSeen is { } lastSeen && !(observation.At > lastSeen) ? lastSeen : observation.At ?? LastSeen;
        string message = observation.Message ?? "";
        Message = Utf8Order.Compare(message, Message) < 0 ? message : Message;
        AddSubjects(observation);
    }

    /// <summary>A value as the state tables keep it.</summary>
    public static string Cut(string value) => value.Length <= MaximumSubject ? value : value[..MaximumSubject];

    /// <summary>How surely the event alone ties itself to something deployed.</summary>
    public static AttributionLevel LevelOf(Observation observation) => observation switch
    {
        { OnHost: true } => AttributionLevel.None,
        { Digest: not null } => AttributionLevel.DigestInEvent,
        { Workload: not null } or { Pod: not null } => AttributionLevel.Workload,
        { Image: not null } => AttributionLevel.Tag,
        _ => AttributionLevel.None,
    };

    private void AddSubjects(Observation observation)
    {
        Add(SubjectKind.Cluster, observation.Cluster);
        foreach (string technique in observation.Techniques ?? [])
        {
            Add(SubjectKind.Technique, technique);
        }

        Add(SubjectKind.Executable, observation.Executable);
        if (observation.OnHost)
        {
            Add(SubjectKind.Node, observation.Sensor);
            return;
        }

        Add(SubjectKind.Digest, observation.Digest);
        Add(SubjectKind.Image, observation.Image);
        Add(SubjectKind.Tag, observation is { Image: not null, Tag: not null } ? $"{observation.Image}:{observation.Tag}" : null);
        Add(SubjectKind.Pod, observation.Pod is null ? null : $"{observation.Namespace}/{observation.Pod}");
        if (Fingerprint.WorkloadOf(observation) is { } workload)
        {
            Add(SubjectKind.Workload, $"{observation.Namespace}/{workload}");
            Subjects.Add((SubjectTable.WorkloadName, workload));
        }
    }

    private void Add(SubjectKind kind, string? value)
    {
        if (value is not null)
        {
            Subjects.Add((StoreCommands.Word(kind), Cut(value)));
        }
    }
}
