using System.Data.Common;
using System.Globalization;
using KubeSec.Feedback.Attribution;
using KubeSec.Findings;

namespace KubeSec.Feedback.Storage;

/// <summary>Reads incidents out of the state tables.</summary>
internal static class IncidentTable
{
    // The events alone say how surely they are tied; the inventory may say it surer.
    private const string Level = "COALESCE((SELECT MIN(a.level) FROM attribution a WHERE a.incident = i.id AND a.level < i.attribution), i.attribution)";

    private static readonly Dictionary<SubjectKind, string> Words = Enum.GetValues<SubjectKind>().ToDictionary(kind => kind, StoreCommands.Word);
    private static readonly Dictionary<string, SubjectKind> Kinds = Words.ToDictionary(pair => pair.Value, pair => pair.Key, StringComparer.Ordinal);

    public const string Columns = $"i.id, i.kind, i.source, i.rule, i.severity, i.origin, {Level}, i.state, i.count, i.first_seen, i.last_seen, i.message";

    /// <summary>The incidents that touch one of some subjects, each with the subject that tied it.</summary>
    public static async Task<List<(Incident Incident, string Subject)>> BySubjectAsync(
        DbConnection connection, string kind, IReadOnlyCollection<string> values, IncidentQuery query, CancellationToken cancellationToken)
    {
        List<(Incident, string)> found = [];
        foreach (string[] chunk in values.Distinct(StringComparer.Ordinal).Chunk(StoreCommands.MaximumParameters))
        {
            using DbCommand command = connection.Command(
                $"SELECT {Columns}, s.value FROM subject s JOIN incident i ON i.id = s.incident WHERE s.kind = @kind AND s.value IN ({StoreCommands.Marks(chunk.Length)}) AND {Filter(query)} ORDER BY i.id, s.value",
                ("@kind", kind));
            command.AddMarks(chunk);
            using DbDataReader reader = await command.ExecuteReaderAsync(cancellationToken);
            while (await reader.ReadAsync(cancellationToken))
            {
                found.Add((Read(reader), reader.GetString(12)));
            }
        }

        found.AddRange(await JoinedSubjects.FindAsync(connection, kind, values, query, cancellationToken));
        return found;
    }

    /// <summary>Every incident a query's severity, states and kinds let through, the worst and latest first.</summary>
    public static async Task<List<Incident>> ListAsync(DbConnection connection, IncidentQuery query, int limit, CancellationToken cancellationToken)
    {
        using DbCommand command = connection.Command(
            $"SELECT {Columns} FROM incident i WHERE {Filter(query)} ORDER BY i.severity DESC, i.last_seen DESC NULLS LAST, i.id LIMIT @limit", ("@limit", (long)limit));
        List<Incident> found = [];
        using DbDataReader reader = await command.ExecuteReaderAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken))
        {
            found.Add(Read(reader));
        }

        return found;
    }

    /// <summary>How many incidents of run time are in each state.</summary>
    public static async Task<IReadOnlyDictionary<IncidentState, long>> CountAsync(DbConnection connection, CancellationToken cancellationToken)
    {
        SortedDictionary<IncidentState, long> counts = [];
        using DbCommand command = connection.Command("SELECT state, COUNT(*) FROM incident WHERE kind = @kind GROUP BY state", ("@kind", (long)IncidentKind.Runtime));
        using DbDataReader reader = await command.ExecuteReaderAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken))
        {
            counts[StoreCommands.FromWord<IncidentState>(reader.GetString(0))] = reader.GetInt64(1);
        }

        return counts;
    }

    /// <summary>One incident with its subjects; null where there is none of that id.</summary>
    public static async Task<Incident?> FindAsync(DbConnection connection, string id, CancellationToken cancellationToken)
    {
        Incident? found = null;
        using (DbCommand command = connection.Command($"SELECT {Columns} FROM incident i WHERE i.id = @id", ("@id", id)))
        using (DbDataReader reader = await command.ExecuteReaderAsync(cancellationToken))
        {
            found = await reader.ReadAsync(cancellationToken) ? Read(reader) : null;
        }

        return found is null ? null : found with { Subjects = await SubjectsAsync(connection, id, cancellationToken) };
    }

    /// <summary>What an incident touched, in order.</summary>
    public static async Task<IReadOnlyList<IncidentSubject>> SubjectsAsync(DbConnection connection, string id, CancellationToken cancellationToken) =>
        (await SubjectsAsync(connection, [id], cancellationToken)).GetValueOrDefault(id) ?? [];

    /// <summary>What some incidents touched, each in order.</summary>
    public static async Task<Dictionary<string, IReadOnlyList<IncidentSubject>>> SubjectsAsync(
        DbConnection connection, IReadOnlyCollection<string> incidents, CancellationToken cancellationToken)
    {
        Dictionary<string, HashSet<IncidentSubject>> subjects = await JoinedSubjects.OfIncidentsAsync(connection, incidents, cancellationToken);
        foreach (string[] some in incidents.Chunk(StoreCommands.MaximumParameters))
        {
            using DbCommand command = connection.Command(
                $"SELECT kind, value, incident FROM subject WHERE incident IN ({StoreCommands.Marks(some.Length)}) AND kind <> @name", ("@name", SubjectTable.WorkloadName));
            command.AddMarks(some);
            using DbDataReader reader = await command.ExecuteReaderAsync(cancellationToken);
            while (await reader.ReadAsync(cancellationToken))
            {
                Add(subjects, reader.GetString(2), new IncidentSubject(Kinds[reader.GetString(0)], reader.GetString(1)));
            }
        }

        return subjects.ToDictionary(
            pair => pair.Key,
            pair => (IReadOnlyList<IncidentSubject>)[.. pair.Value.OrderBy(subject => Words[subject.Kind], StringComparer.Ordinal).ThenBy(subject => subject.Value, StringComparer.Ordinal)],
            StringComparer.Ordinal);
    }

    public static void Add(Dictionary<string, HashSet<IncidentSubject>> subjects, string incident, IncidentSubject subject)
    {
        if (!subjects.TryGetValue(incident, out HashSet<IncidentSubject>? own))
        {
            subjects[incident] = own = [];
        }

        own.Add(subject);
    }

    // Numbers and words of enumerations alone: nothing of a caller's text gets into the statement.
    public static string Filter(IncidentQuery query)
    {
        string states = string.Join(", ", query.States.Select(state => $"'{StoreCommands.Word(state)}'"));
        string kinds = string.Join(", ", query.Kinds.Select(kind => ((int)kind).ToString(CultureInfo.InvariantCulture)));
        return string.Create(CultureInfo.InvariantCulture, $"i.severity >= {(int)query.AtLeast} AND i.state IN ({states}) AND i.kind IN ({kinds})");
    }

    public static Incident Read(DbDataReader reader) => new()
    {
        Id = reader.GetString(0),
        Kind = (IncidentKind)reader.GetInt64(1),
        Source = reader.GetString(2),
        Rule = reader.GetString(3),
        Severity = (Severity)reader.GetInt64(4),
        Origin = (OriginClass)reader.GetInt64(5),
        Attribution = (AttributionLevel)reader.GetInt64(6),
        State = StoreCommands.FromWord<IncidentState>(reader.GetString(7)),
        CountLowerBound = reader.GetInt64(8),
        FirstSeen = reader.NullableNumber(9),
        LastSeen = reader.NullableNumber(10),
        Message = reader.GetString(11),
    };
}
