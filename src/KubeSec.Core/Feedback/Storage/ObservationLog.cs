using System.Data.Common;
using System.Text;
using KubeSec.Feedback.Lifecycle;
using KubeSec.Feedback.Observations;

namespace KubeSec.Feedback.Storage;

/// <summary>Appends observations and folds the new ones into the incidents, in one transaction.</summary>
internal static class ObservationLog
{
    private const string Insert =
        """
        INSERT INTO observation (key, source, kind, rule, observed_at, received_at, incident, pod, facts, raw)
        VALUES (@key, @source, @kind, @rule, @observed, @received, @incident, @pod, @facts, @raw) ON CONFLICT (key) DO NOTHING
        """;

    private const string Upsert =
        """
        INSERT INTO incident (id, kind, source, rule, severity, origin, attribution, state, count, first_seen, last_seen, message)
        VALUES (@id, @kind, @source, @rule, @severity, @origin, @attribution, 'open', @count, @first, @last, @message)
        ON CONFLICT (id) DO UPDATE SET
          severity = CASE WHEN excluded.severity > incident.severity THEN excluded.severity ELSE incident.severity END,
          origin = CASE WHEN excluded.origin > incident.origin THEN excluded.origin ELSE incident.origin END,
          attribution = CASE WHEN excluded.attribution < incident.attribution THEN excluded.attribution ELSE incident.attribution END,
          count = incident.count + excluded.count,
          first_seen = CASE WHEN incident.first_seen IS NULL OR excluded.first_seen < incident.first_seen THEN excluded.first_seen ELSE incident.first_seen END,
          last_seen = CASE WHEN incident.last_seen IS NULL OR excluded.last_seen > incident.last_seen THEN excluded.last_seen ELSE incident.last_seen END,
          message = CASE WHEN excluded.message < incident.message THEN excluded.message ELSE incident.message END
        """;

    /// <summary>Appends what the log has not got yet.</summary>
    /// <returns>How many were new.</returns>
    public static async Task<int> AppendAsync(DbConnection connection, DbTransaction transaction, IReadOnlyList<LogEntry> entries, long receivedAt)
    {
        var folds = new Dictionary<string, IncidentFold>(StringComparer.Ordinal);
        using DbCommand insert = connection.Command(
            Insert, ("@key", ""), ("@source", ""), ("@kind", ""), ("@rule", ""), ("@observed", 0L), ("@received", receivedAt), ("@incident", ""), ("@pod", ""), ("@facts", ""), ("@raw", ""));
        insert.Transaction = transaction;
        int recorded = 0;
        foreach (LogEntry entry in entries)
        {
            Bind(insert, entry);
            if (await insert.ExecuteNonQueryAsync(CancellationToken.None) == 1)
            {
                recorded++;
                Fold(folds, entry);
            }
        }

        await SaveAsync(connection, transaction, folds.Values);
        foreach (IncidentFold fold in folds.Values.OrderBy(fold => fold.Id, StringComparer.Ordinal))
        {
            await TransitionLog.RecurAsync(connection, transaction, fold, receivedAt);
        }

        return recorded;
    }

    /// <summary>Adds an entry to the folds of a batch.</summary>
    public static void Fold(Dictionary<string, IncidentFold> folds, LogEntry entry)
    {
        if (entry.IncidentId is not { } id)
        {
            return;
        }

        if (!folds.TryGetValue(id, out IncidentFold? fold))
        {
            folds[id] = fold = new IncidentFold(id, entry.Observation);
        }

        fold.Add(entry.Observation);
    }

    /// <summary>Writes the folds into the state tables. Ordered, so that two writers of a server lock rows in one order.</summary>
    public static async Task SaveAsync(DbConnection connection, DbTransaction transaction, IEnumerable<IncidentFold> folds)
    {
        using DbCommand upsert = connection.Command(
            Upsert, ("@id", ""), ("@kind", 0L), ("@source", ""), ("@rule", ""), ("@severity", 0L), ("@origin", 0L), ("@attribution", 0L), ("@count", 0L), ("@first", 0L), ("@last", 0L), ("@message", ""));
        using DbCommand subject = connection.Command(
            "INSERT INTO subject (kind, value, incident) VALUES (@kind, @value, @incident) ON CONFLICT DO NOTHING", ("@kind", ""), ("@value", ""), ("@incident", ""));
        upsert.Transaction = subject.Transaction = transaction;
        foreach (IncidentFold fold in folds.OrderBy(fold => fold.Id, StringComparer.Ordinal))
        {
            object?[] values =
            [
                fold.Id, (long)fold.Kind, fold.Source, fold.Rule, (long)fold.Severity, (long)fold.Origin, (long)fold.Attribution, fold.Count, fold.FirstSeen, fold.LastSeen, fold.Message,
            ];
            Set(upsert, values);
            await upsert.ExecuteNonQueryAsync(CancellationToken.None);
            foreach ((string kind, string value) in fold.Subjects.Order())
            {
                Set(subject, kind, value, fold.Id);
                await subject.ExecuteNonQueryAsync(CancellationToken.None);
            }
        }
    }

    private static void Bind(DbCommand insert, LogEntry entry)
    {
        Observation observation = entry.Observation;
        DbParameterCollection parameters = insert.Parameters;
        parameters[0].Value = entry.Key;
        parameters[1].Value = observation.Source;
        parameters[2].Value = StoreCommands.Word(observation.Kind);
        parameters[3].Value = observation.Rule;
        parameters[4].Value = (object?)observation.At ?? DBNull.Value;
        parameters[6].Value = (object?)entry.IncidentId ?? DBNull.Value;
        parameters[7].Value = observation.Pod is null || observation.OnHost ? DBNull.Value : $"{observation.Namespace}/{observation.Pod}";
        parameters[8].Value = Encoding.UTF8.GetString(entry.Facts);
        parameters[9].Value = entry.Raw is null ? DBNull.Value : Encoding.UTF8.GetString(entry.Raw);
    }

    private static void Set(DbCommand command, params ReadOnlySpan<object?> values)
    {
        for (int i = 0; i < values.Length; i++)
        {
            command.Parameters[i].Value = values[i] ?? DBNull.Value;
        }
    }
}
