using System.Data.Common;
using System.Security.Cryptography;
using System.Text;
using KubeSec.Feedback.Redaction;
using KubeSec.Feedback.Storage;

namespace KubeSec.Feedback.Lifecycle;

/// <summary>Appends to and reads the history of incidents.</summary>
internal static class TransitionLog
{
    /// <summary>The reason of a step that a recurrence makes.</summary>
    public const string SeenAgain = "seen again";

    // Between the hashes of the branches that a step follows, where stores were merged that had each moved the incident.
    private const char Also = '+';

    /// <summary>Moves an incident within a write transaction.</summary>
    public static async Task<TransitionResult> MoveAsync(
        DbConnection connection, DbTransaction transaction, string incident, IncidentState to, string actor, string reason, string evidence, long at)
    {
        using DbCommand read = connection.Command("SELECT state FROM incident WHERE id = @id", ("@id", incident));
        read.Transaction = transaction;
        if (await read.ExecuteScalarAsync(CancellationToken.None) is not string word)
        {
            return new TransitionResult(false, $"there is no incident {incident}");
        }

        IncidentState from = StoreCommands.FromWord<IncidentState>(word);
        if (!StateRules.Allows(from, to))
        {
            return new TransitionResult(false, $"incident {incident} is {word} and cannot become {StoreCommands.Word(to)}");
        }

        (reason, evidence) = (SecretText.RedactName(reason), SecretText.RedactName(evidence));
        string previous = string.Join(Also, Heads(await ReadAsync(connection, incident, CancellationToken.None)));
        var step = new IncidentTransition { From = from, To = to, Actor = actor, Reason = reason, Evidence = evidence, At = at, PreviousHash = previous, Hash = "" };
        string hash = HashOf(incident, step);
        await AppendAsync(connection, transaction, incident, [step with { Hash = hash }]);
        await PlaceAsync(connection, transaction, incident, to);
        return new TransitionResult(true, $"incident {incident} is {StoreCommands.Word(to)} now");
    }

    /// <summary>Appends steps the log has not got yet.</summary>
    /// <returns>How many were new.</returns>
    public static async Task<int> AppendAsync(DbConnection connection, DbTransaction transaction, string incident, IReadOnlyList<IncidentTransition> steps)
    {
        int added = 0;
        foreach (IncidentTransition step in steps)
        {
            using DbCommand insert = connection.Command(
                """
                INSERT INTO transition (key, incident, from_state, to_state, actor, reason, evidence, at, previous_hash, hash)
                VALUES (@hash, @incident, @from, @to, @actor, @reason, @evidence, @at, @previous, @hash) ON CONFLICT (key) DO NOTHING
                """,
                ("@hash", step.Hash), ("@incident", incident), ("@from", StoreCommands.Word(step.From)), ("@to", StoreCommands.Word(step.To)), ("@actor", step.Actor),
                ("@reason", step.Reason), ("@evidence", step.Evidence), ("@at", step.At), ("@previous", step.PreviousHash));
            insert.Transaction = transaction;
            added += await insert.ExecuteNonQueryAsync(CancellationToken.None);
        }

        return added;
    }

    /// <summary>Writes where an incident stands.</summary>
    public static async Task PlaceAsync(DbConnection connection, DbTransaction transaction, string incident, IncidentState state)
    {
        using DbCommand update = connection.Command("UPDATE incident SET state = @state WHERE id = @id", ("@state", StoreCommands.Word(state)), ("@id", incident));
        update.Transaction = transaction;
        await update.ExecuteNonQueryAsync(CancellationToken.None);
    }

    /// <summary>Every incident with a history, in order.</summary>
    public static async Task<IReadOnlyList<string>> IncidentsAsync(DbConnection connection, CancellationToken cancellationToken)
    {
        List<string> incidents = [];
        using DbCommand command = connection.Command("SELECT DISTINCT incident FROM transition ORDER BY incident");
        using DbDataReader reader = await command.ExecuteReaderAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken))
        {
            incidents.Add(reader.GetString(0));
        }

        return incidents;
    }

    /// <summary>Which of some incidents were thought settled; in the order given.</summary>
    public static async Task<List<string>> SettledAsync(DbConnection connection, DbTransaction transaction, IReadOnlyList<string> incidents)
    {
        List<string> settled = [];
        foreach (string[] some in incidents.Chunk(StoreCommands.MaximumParameters))
        {
            using DbCommand read = connection.Command($"SELECT id FROM incident WHERE state IN ('mitigated', 'verified', 'expired') AND id IN ({StoreCommands.Marks(some.Length)}) ORDER BY id");
            read.Transaction = transaction;
            read.AddMarks(some);
            using DbDataReader reader = await read.ExecuteReaderAsync(CancellationToken.None);
            while (await reader.ReadAsync(CancellationToken.None))
            {
                settled.Add(reader.GetString(0));
            }
        }

        return settled;
    }

    /// <summary>Reopens what was thought settled and has been seen again since.</summary>
    public static async Task RecurAsync(DbConnection connection, DbTransaction transaction, IncidentFold fold, long at)
    {
        using DbCommand read = connection.Command(
            "SELECT i.state, (SELECT MAX(t.at) FROM transition t WHERE t.incident = i.id) FROM incident i WHERE i.id = @id AND i.state IN ('mitigated', 'verified', 'expired')", ("@id", fold.Id));
        read.Transaction = transaction;
        IncidentState state;
        using (DbDataReader reader = await read.ExecuteReaderAsync(CancellationToken.None))
        {
            // Events that were only delivered late say nothing against the mitigation.
            if (!await reader.ReadAsync(CancellationToken.None) || reader.IsDBNull(1) || !(fold.LastSeen > reader.GetInt64(1)))
            {
                return;
            }

            state = StoreCommands.FromWord<IncidentState>(reader.GetString(0));
        }

        if (StateRules.AfterRecurrence(state) is { } next)
        {
            await MoveAsync(connection, transaction, fold.Id, next, "kubesec", SeenAgain, FormattableString.Invariant($"observed at {fold.LastSeen}"), at);
        }
    }

    /// <summary>An incident's history, oldest first.</summary>
    public static async Task<IReadOnlyList<IncidentTransition>> ReadAsync(DbConnection connection, string incident, CancellationToken cancellationToken) =>
        (await ReadAsync(connection, [incident], cancellationToken)).GetValueOrDefault(incident) ?? [];

    /// <summary>The histories of some incidents, each oldest first; one that never moved has none.</summary>
    public static async Task<Dictionary<string, List<IncidentTransition>>> ReadAsync(DbConnection connection, IReadOnlyCollection<string> incidents, CancellationToken cancellationToken)
    {
        Dictionary<string, List<IncidentTransition>> histories = new(StringComparer.Ordinal);
        foreach (string[] some in incidents.Chunk(StoreCommands.MaximumParameters))
        {
            using DbCommand command = connection.Command(
                $"SELECT from_state, to_state, actor, reason, evidence, at, previous_hash, hash, incident FROM transition WHERE incident IN ({StoreCommands.Marks(some.Length)}) ORDER BY at, seq");
            command.AddMarks(some);
            using DbDataReader reader = await command.ExecuteReaderAsync(cancellationToken);
            while (await reader.ReadAsync(cancellationToken))
            {
                string incident = reader.GetString(8);
                if (!histories.TryGetValue(incident, out List<IncidentTransition>? steps))
                {
                    histories[incident] = steps = [];
                }

                steps.Add(Read(reader));
            }
        }

        return histories.ToDictionary(pair => pair.Key, pair => InOrder(pair.Value), StringComparer.Ordinal);
    }

    /// <summary>Whether every step's hash fits its content, and every step before it is there.</summary>
    public static bool IsIntact(string incident, IReadOnlyList<IncidentTransition> steps)
    {
        HashSet<string> before = new(StringComparer.Ordinal);
        foreach (IncidentTransition step in steps)
        {
            if (!Parents(step).All(before.Contains) || step.Hash != HashOf(incident, step))
            {
                return false;
            }

            before.Add(step.Hash);
        }

        return true;
    }

    // Each step after those it follows, whatever the clocks of two machines say; else by time. One whose past is missing comes last.
    private static List<IncidentTransition> InOrder(List<IncidentTransition> steps)
    {
        List<IncidentTransition> waiting = [.. steps.OrderBy(step => step.At).ThenBy(step => step.Hash, StringComparer.Ordinal)];
        List<IncidentTransition> ordered = new(steps.Count);
        HashSet<string> before = new(StringComparer.Ordinal);
        while (waiting.Find(step => Parents(step).All(before.Contains)) is { } next)
        {
            waiting.Remove(next);
            ordered.Add(next);
            before.Add(next.Hash);
        }

        return [.. ordered, .. waiting];
    }

    private static string[] Parents(IncidentTransition step) => step.PreviousHash.Split(Also, StringSplitOptions.RemoveEmptyEntries);

    private static IEnumerable<string> Heads(IReadOnlyList<IncidentTransition> steps) =>
        steps.Select(step => step.Hash).Except(steps.SelectMany(Parents), StringComparer.Ordinal).Order(StringComparer.Ordinal);

    private static IncidentTransition Read(DbDataReader reader) => new()
    {
        From = StoreCommands.FromWord<IncidentState>(reader.GetString(0)),
        To = StoreCommands.FromWord<IncidentState>(reader.GetString(1)),
        Actor = reader.GetString(2),
        Reason = reader.GetString(3),
        Evidence = reader.GetString(4),
        At = reader.GetInt64(5),
        PreviousHash = reader.GetString(6),
        Hash = reader.GetString(7),
    };

    private static string HashOf(string incident, IncidentTransition step)
    {
        string text = string.Join('\u001f', step.PreviousHash, incident, step.From, step.To, step.Actor, step.Reason, step.Evidence, FormattableString.Invariant($"{step.At}"));
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));
    }
}
