using System.Data.Common;
using KubeSec.Feedback.Storage;

namespace KubeSec.Feedback.Attribution;

/// <summary>What incidents touch by way of the inventory: the digests, images and workloads of the containers they were joined to.</summary>
internal static class JoinedSubjects
{
    private static readonly (string Kind, string Column, Charge Charge)[] Columns =
    [
        (StoreCommands.Word(SubjectKind.Digest), "digest", Charge.Image),
        (StoreCommands.Word(SubjectKind.Image), "repository", Charge.Image),
        (StoreCommands.Word(SubjectKind.Workload), "workload_path", Charge.Workload),
        (SubjectTable.WorkloadName, "workload", Charge.Workload),
    ];

    /// <summary>The incidents joined to something of a kind that has one of some values, each with the value.</summary>
    public static async Task<List<(Incident Incident, string Subject)>> FindAsync(
        DbConnection connection, string kind, IReadOnlyCollection<string> values, IncidentQuery query, CancellationToken cancellationToken)
    {
        (_, string? column, Charge charge) = Array.Find(Columns, row => row.Kind == kind);
        List<(Incident, string)> found = [];
        foreach (string[] chunk in column is null ? [] : values.Distinct(StringComparer.Ordinal).Chunk(StoreCommands.MaximumParameters))
        {
            using DbCommand command = connection.Command(
                $"""
                SELECT DISTINCT {IncidentTable.Columns}, p.{column} FROM placement p JOIN attribution a ON a.placement = p.id JOIN incident i ON i.id = a.incident
                WHERE a.charge >= @charge AND p.{column} IN ({StoreCommands.Marks(chunk.Length)}) AND {IncidentTable.Filter(query)} ORDER BY 1, 13
                """,
                ("@charge", (long)charge));
            command.AddMarks(chunk);
            using DbDataReader reader = await command.ExecuteReaderAsync(cancellationToken);
            while (await reader.ReadAsync(cancellationToken))
            {
                found.Add((IncidentTable.Read(reader), reader.GetString(12)));
            }
        }

        return found;
    }

    /// <summary>Everything that some incidents were joined to.</summary>
    public static async Task<Dictionary<string, HashSet<IncidentSubject>>> OfIncidentsAsync(
        DbConnection connection, IReadOnlyCollection<string> incidents, CancellationToken cancellationToken)
    {
        Dictionary<string, HashSet<IncidentSubject>> subjects = new(StringComparer.Ordinal);
        foreach (string[] some in incidents.Chunk(StoreCommands.MaximumParameters))
        {
            using DbCommand command = connection.Command(
                $"""
                SELECT a.incident, a.charge, p.digest, p.repository, p.workload_path, p.cluster FROM attribution a JOIN placement p ON p.id = a.placement
                WHERE a.incident IN ({StoreCommands.Marks(some.Length)}) AND a.charge > 0
                """);
            command.AddMarks(some);
            using DbDataReader reader = await command.ExecuteReaderAsync(cancellationToken);
            while (await reader.ReadAsync(cancellationToken))
            {
                AddTo(subjects, reader);
            }
        }

        return subjects;
    }

    private static void AddTo(Dictionary<string, HashSet<IncidentSubject>> subjects, DbDataReader reader)
    {
        string incident = reader.GetString(0);
        IncidentTable.Add(subjects, incident, new IncidentSubject(SubjectKind.Workload, reader.GetString(4)));
        if (reader.GetString(5) is { Length: > 0 } cluster)
        {
            IncidentTable.Add(subjects, incident, new IncidentSubject(SubjectKind.Cluster, cluster));
        }

        if (reader.GetInt64(1) == (long)Charge.Image)
        {
            // An image is charged only where its digest is known.
            IncidentTable.Add(subjects, incident, new IncidentSubject(SubjectKind.Digest, reader.GetString(2)));
            if (reader.NullableText(3) is { } repository)
            {
                IncidentTable.Add(subjects, incident, new IncidentSubject(SubjectKind.Image, repository));
            }
        }
    }
}
