using System.Data.Common;
using System.Text;
using System.Text.Json;
using KubeSec.Feedback.Attribution;
using KubeSec.Feedback.Decisions;
using KubeSec.Feedback.Lifecycle;
using KubeSec.Feedback.Observations;

namespace KubeSec.Feedback.Storage;

/// <summary>
/// Adds what the logs of one store hold to another. Every log is a set that only grows, keyed by content, and state is a fold of
/// them: merging twice changes nothing, and whichever store is merged into the other, both end alike.
/// </summary>
internal sealed class StoreMerge(FeedbackDatabase from, FeedbackDatabase into, long now, CancellationToken cancellationToken)
{
    private const int Page = 1000;

    private readonly HashSet<string> moved = new(StringComparer.Ordinal);
    private long added;

    /// <summary>Merges every log.</summary>
    /// <returns>How many entries were new.</returns>
    /// <exception cref="FeedbackStoreException">One of the stores could not be used, or holds what no store writes.</exception>
    public async Task<long> RunAsync()
    {
        try
        {
            await EachPageAsync("observation", "received_at, facts, raw", ObservationsAsync);
            await EachPageAsync("inventory_fact", "received_at, body, NULL", InventoryAsync);
            await EachPageAsync("gate_run", "at, body, NULL", GateRunsAsync);
            await EachPageAsync("waiver_event", "at, body, NULL", DecisionsAsync);
            await TransitionsAsync();
            await into.WriteAsync(SettleAsync, cancellationToken);
            return added;
        }
        catch (JsonException exception)
        {
            throw new FeedbackStoreException(FeedbackStoreFault.Corrupt, $"{from.Place}: an entry of a log cannot be read; what was merged before it stays", exception);
        }
    }

    private async Task EachPageAsync(string table, string columns, Func<DbConnection, DbTransaction, List<Row>, Task> append)
    {
        for (long after = 0; ;)
        {
            List<Row> rows = await from.ReadAsync(
                async connection =>
                {
                    List<Row> page = [];
                    using DbCommand command = connection.Command($"SELECT seq, {columns} FROM {table} WHERE seq > @after ORDER BY seq LIMIT {Page}", ("@after", after));
                    using DbDataReader reader = await command.ExecuteReaderAsync(cancellationToken);
                    while (await reader.ReadAsync(cancellationToken))
                    {
                        page.Add(new Row(reader.GetInt64(0), reader.GetInt64(1), reader.GetString(2), reader.NullableText(3)));
                    }

                    return page;
                },
                cancellationToken);
            if (rows.Count == 0)
            {
                return;
            }

            await into.WriteAsync((connection, transaction) => append(connection, transaction, rows), cancellationToken);
            after = rows[^1].Seq;
        }
    }

    // Each keeps the moment its first store heard of it; entries of one moment go together.
    private async Task ObservationsAsync(DbConnection connection, DbTransaction transaction, List<Row> rows)
    {
        foreach (IGrouping<long, Row> moment in rows.GroupBy(row => row.At))
        {
            LogEntry[] entries =
            [
                .. moment.Select(row => LogEntry.OfFacts(Encoding.UTF8.GetBytes(row.Body)) with { Raw = row.Raw is null ? null : Encoding.UTF8.GetBytes(row.Raw) }),
            ];
            added += await ObservationLog.AppendAsync(connection, transaction, entries, moment.Key, recur: false);
            moved.UnionWith(entries.Select(entry => entry.IncidentId).OfType<string>());
        }
    }

    private async Task InventoryAsync(DbConnection connection, DbTransaction transaction, List<Row> rows) => added += await InventoryLog.AppendAsync(
        connection, transaction, [.. rows.Select(row => JsonSerializer.Deserialize(row.Body, InventoryJson.Default.InventoryFact)!)], now);

    private static async Task GateRunsAsync(DbConnection connection, DbTransaction transaction, List<Row> rows)
    {
        foreach (Row row in rows)
        {
            GateRunRecord run = JsonSerializer.Deserialize(row.Body, StoredJson.Default.GateRunRecord)!;
            await GateRunLog.AppendAsync(connection, transaction, run, row.At);
            await BindingTable.AppendAsync(connection, transaction, run, row.At);
        }
    }

    private static async Task DecisionsAsync(DbConnection connection, DbTransaction transaction, List<Row> rows)
    {
        foreach (Row row in rows)
        {
            await DecisionLog.AppendAsync(connection, transaction, JsonSerializer.Deserialize(row.Body, DecisionJson.Default.Decision)!, row.At);
        }
    }

    private async Task TransitionsAsync()
    {
        string[] incidents = [.. await from.ReadAsync(connection => TransitionLog.IncidentsAsync(connection, cancellationToken), cancellationToken)];
        foreach (string[] some in incidents.Chunk(Page))
        {
            var histories = await from.ReadAsync(
                async connection =>
                {
                    List<(string Incident, IReadOnlyList<IncidentTransition> Steps)> read = [];
                    foreach (string incident in some)
                    {
                        read.Add((incident, await TransitionLog.ReadAsync(connection, incident, cancellationToken)));
                    }

                    return read;
                },
                cancellationToken);
            if (histories.FirstOrDefault(history => !TransitionLog.IsIntact(history.Incident, history.Steps)) is { Incident: { } broken })
            {
                throw new FeedbackStoreException(FeedbackStoreFault.Corrupt, $"{from.Place}: the history of incident {broken} was changed; no history of it is merged");
            }

            await into.WriteAsync(
                async (connection, transaction) =>
                {
                    foreach ((string incident, IReadOnlyList<IncidentTransition> steps) in histories)
                    {
                        added += await TransitionLog.AppendAsync(connection, transaction, incident, steps);
                        moved.Add(incident);
                    }
                },
                cancellationToken);
        }
    }

    // The last step says where an incident stands; what was seen after it was thought settled opens it again, at that moment.
    private async Task SettleAsync(DbConnection connection, DbTransaction transaction)
    {
        foreach (string incident in moved.Order(StringComparer.Ordinal))
        {
            if (await TransitionLog.ReadAsync(connection, incident, CancellationToken.None) is not [.., { } last])
            {
                continue;
            }

            await TransitionLog.PlaceAsync(connection, transaction, incident, last.To);
            using DbCommand seen = connection.Command("SELECT last_seen FROM incident WHERE id = @id", ("@id", incident));
            seen.Transaction = transaction;
            if (await seen.ExecuteScalarAsync(CancellationToken.None) is long at && at > last.At && StateRules.AfterRecurrence(last.To) is { } next)
            {
                await TransitionLog.MoveAsync(connection, transaction, incident, next, "kubesec", TransitionLog.SeenAgain, FormattableString.Invariant($"observed at {at}"), at);
            }
        }
    }

    private readonly record struct Row(long Seq, long At, string Body, string? Raw);
}
