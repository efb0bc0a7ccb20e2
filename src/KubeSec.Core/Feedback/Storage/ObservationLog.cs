using System.Data.Common;
using KubeSec.Feedback.Attribution;
using KubeSec.Feedback.Lifecycle;
using KubeSec.Feedback.Observations;

namespace KubeSec.Feedback.Storage;

/// <summary>Appends observations and folds the new ones into the incidents, in one transaction.</summary>
internal static class ObservationLog
{
    private static readonly RowInsert Insert = new(
        "observation", ["key", "source", "kind", "rule", "#observed_at", "#received_at", "incident", "place", "facts", "raw"], "(key) DO NOTHING", returning: "key");

    private static readonly RowInsert Upsert = new(
        "incident",
        ["id", "#kind", "source", "rule", "#severity", "#origin", "#attribution", "state", "#count", "#first_seen", "#last_seen", "message"],
        $"""
        (id) DO UPDATE SET
          severity = CASE WHEN excluded.severity > incident.severity THEN excluded.severity ELSE incident.severity END,
          origin = CASE WHEN excluded.origin > incident.origin THEN excluded.origin ELSE incident.origin END,
          attribution = CASE WHEN excluded.attribution < incident.attribution THEN excluded.attribution ELSE incident.attribution END,
          count = incident.count + excluded.count,
          {RowInsert.Least("incident", "first_seen")},
          {RowInsert.Greatest("incident", "last_seen")},
          message = CASE WHEN excluded.message < incident.message THEN excluded.message ELSE incident.message END
        """);

    private static readonly RowInsert Subjects = new("subject", ["kind", "value", "incident"], "DO NOTHING");

    /// <summary>Appends what the log has not got yet.</summary>
    /// <param name="connection">The store.</param>
    /// <param name="transaction">The write under way.</param>
    /// <param name="entries">What may be new.</param>
    /// <param name="receivedAt">When it was heard of.</param>
    /// <param name="recur">Whether what was thought settled and is among the new ones is opened again.</param>
    /// <returns>How many were new.</returns>
    public static async Task<int> AppendAsync(
        DbConnection connection, DbTransaction transaction, IReadOnlyList<LogEntry> entries, long receivedAt, bool recur = true)
    {
        // One batch may hold an event twice; the first stands for both.
        var byKey = new Dictionary<string, LogEntry>(entries.Count, StringComparer.Ordinal);
        foreach (LogEntry entry in entries)
        {
            byKey.TryAdd(entry.Key, entry);
        }

        List<string> taken = await Insert.WriteAsync(connection, transaction, [.. byKey.Values.Select(entry => Row(entry, receivedAt))]);
        var folds = new Dictionary<string, IncidentFold>(StringComparer.Ordinal);
        foreach (string key in taken)
        {
            Fold(folds, byKey[key]);
        }

        await SaveAsync(connection, transaction, folds.Values);
        foreach (string settled in recur ? await TransitionLog.SettledAsync(connection, transaction, [.. folds.Keys.Order(StringComparer.Ordinal)]) : [])
        {
            await TransitionLog.RecurAsync(connection, transaction, folds[settled], receivedAt);
        }

        await ProcessTable.FoldAsync(connection, transaction, taken.Select(key => byKey[key].Observation));
        await ConnectionTable.FoldAsync(connection, transaction, taken.Select(key => byKey[key].Observation));
        await AttributionTable.JoinAsync(connection, transaction, taken.Select(key => byKey[key]));
        return taken.Count;
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

    /// <summary>Writes the folds into the state tables.</summary>
    public static async Task SaveAsync(DbConnection connection, DbTransaction transaction, IEnumerable<IncidentFold> folds)
    {
        IncidentFold[] ordered = [.. folds.OrderBy(fold => fold.Id, StringComparer.Ordinal)];
        await Upsert.WriteAsync(connection, transaction, [.. ordered.Select(Row)]);
        await Subjects.WriteAsync(
            connection, transaction, [.. ordered.SelectMany(fold => fold.Subjects.Order().Select(subject => (object?[])[subject.Kind, subject.Value, fold.Id]))]);
    }

    private static object?[] Row(LogEntry entry, long receivedAt) =>
    [
        entry.Key, entry.Observation.Source, StoreCommands.Word(entry.Observation.Kind), entry.Observation.Rule, entry.Observation.At, receivedAt, entry.IncidentId,
        AttributionTable.PlaceOf(entry.Observation),
        entry.Facts, entry.Raw,
    ];

    private static object?[] Row(IncidentFold fold) =>
    [
        fold.Id, (long)fold.Kind, fold.Source, fold.Rule, (long)fold.Severity, (long)fold.Origin, (long)fold.Attribution, "open", fold.Count, fold.FirstSeen, fold.LastSeen, fold.Message,
    ];
}
