using System.Data.Common;
using KubeSec.Feedback.Observations;
using KubeSec.Feedback.Storage;

namespace KubeSec.Feedback;

/// <content>What joins stores, and what keeps them small.</content>
public sealed partial class IncidentStore
{
    private const int PruneSpan = 5000;

    /// <summary>
    /// Adds everything another store's logs hold: events, inventory, gate runs, decisions and histories. Merging a store twice
    /// changes nothing; merged into an empty store it is a copy, rebuilt from the logs alone.
    /// </summary>
    /// <returns>How many events, facts and steps were new.</returns>
    /// <exception cref="FeedbackStoreException">One of the stores could not be used; what was merged before stays, and merging again goes on.</exception>
    public Task<long> MergeAsync(IncidentStore other, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(other);
        return new StoreMerge(other.database, database, Now(), cancellationToken).RunAsync();
    }

    /// <summary>
    /// Lets go of events as they came, once they are old; what was understood of them stays, and so does every incident. Evidence of
    /// incidents that people work on – triaged, mitigated, regressed – is spared.
    /// </summary>
    /// <param name="age">How long a store keeps events as they came.</param>
    /// <param name="cancellationToken">Stops after the stretch of the log under way.</param>
    /// <returns>How many events were let go of.</returns>
    /// <exception cref="FeedbackStoreException">The store could not be written.</exception>
    public async Task<long> PruneAsync(TimeSpan age, CancellationToken cancellationToken = default)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(age, TimeSpan.Zero);
        long before = EventTime.FromDateTime(time.GetUtcNow() - age);
        long last = await database.ReadAsync(
            async connection =>
            {
                using DbCommand command = connection.Command("SELECT MAX(seq) FROM observation");
                return await command.ExecuteScalarAsync(cancellationToken) as long? ?? 0;
            },
            cancellationToken);
        long pruned = 0;
        for (long from = 0; from <= last; from += PruneSpan)
        {
            // A stretch at a time: whoever records meanwhile waits for one of them, not for all.
            cancellationToken.ThrowIfCancellationRequested();
            long begin = from;
            await database.WriteAsync(async (connection, transaction) => pruned += await PruneAsync(connection, transaction, begin, before), cancellationToken);
        }

        return pruned;
    }

    private static async Task<int> PruneAsync(DbConnection connection, DbTransaction transaction, long from, long before)
    {
        using DbCommand command = connection.Command(
            """
            UPDATE observation SET raw = NULL WHERE seq >= @from AND seq < @to AND raw IS NOT NULL AND received_at < @before
              AND NOT EXISTS (SELECT 1 FROM incident i WHERE i.id = observation.incident AND i.state IN ('triaged', 'mitigated', 'regressed'))
            """,
            ("@from", from), ("@to", from + PruneSpan), ("@before", before));
        command.Transaction = transaction;
        return await command.ExecuteNonQueryAsync(CancellationToken.None);
    }
}
