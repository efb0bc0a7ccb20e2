using System.Data.Common;
using System.Security.Cryptography;
using System.Text;
using KubeSec.Feedback.Storage;

namespace KubeSec.Feedback.Lifecycle;

/// <summary>Appends to and reads the history of incidents.</summary>
internal static class TransitionLog
{
    /// <summary>The reason of a step that a recurrence makes.</summary>
    public const string SeenAgain = "seen again";

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

        using DbCommand last = connection.Command("SELECT hash FROM transition WHERE incident = @id ORDER BY seq DESC LIMIT 1", ("@id", incident));
        last.Transaction = transaction;
        string previous = await last.ExecuteScalarAsync(CancellationToken.None) as string ?? "";
        var step = new IncidentTransition { From = from, To = to, Actor = actor, Reason = reason, Evidence = evidence, At = at, PreviousHash = previous, Hash = "" };
        string hash = HashOf(incident, step);
        using DbCommand insert = connection.Command(
            """
            INSERT INTO transition (key, incident, from_state, to_state, actor, reason, evidence, at, previous_hash, hash)
            VALUES (@hash, @incident, @from, @to, @actor, @reason, @evidence, @at, @previous, @hash) ON CONFLICT (key) DO NOTHING
            """,
            ("@hash", hash), ("@incident", incident), ("@from", word), ("@to", StoreCommands.Word(to)), ("@actor", actor), ("@reason", reason), ("@evidence", evidence), ("@at", at), ("@previous", previous));
        insert.Transaction = transaction;
        await insert.ExecuteNonQueryAsync(CancellationToken.None);
        using DbCommand update = connection.Command("UPDATE incident SET state = @state WHERE id = @id", ("@state", StoreCommands.Word(to)), ("@id", incident));
        update.Transaction = transaction;
        await update.ExecuteNonQueryAsync(CancellationToken.None);
        return new TransitionResult(true, $"incident {incident} is {StoreCommands.Word(to)} now");
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

        return histories;
    }

    /// <summary>Whether every step's hash fits its content and the step before.</summary>
    public static bool IsIntact(string incident, IReadOnlyList<IncidentTransition> steps)
    {
        string previous = "";
        foreach (IncidentTransition step in steps)
        {
            if (step.PreviousHash != previous || step.Hash != HashOf(incident, step))
            {
                return false;
            }

            previous = step.Hash;
        }

        return true;
    }

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
