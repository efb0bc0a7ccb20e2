using KubeSec.Feedback;
using KubeSec.Tests;

namespace KubeSec.Core.Tests.Feedback;

/// <summary>What goes wrong with a real server, and what is said about it.</summary>
public sealed class PostgresFaultTests : IDisposable
{
    private StoreFixture? fixture;

    public void Dispose() => fixture?.Dispose();

    [SkippableFact]
    public async Task A_database_without_a_store_is_missing_and_one_is_not_made_in_passing()
    {
        StoreFixture store = await OnPostgresAsync();
        Assert.Equal(FeedbackStoreFault.Missing, (await Assert.ThrowsAsync<FeedbackStoreException>(() => store.OpenAsync(create: false))).Fault);
        Assert.Equal("0", (await QueryAsync(store, "SELECT count(*) FROM pg_tables WHERE schemaname = 'public'")).Trim());
    }

    [SkippableFact]
    public async Task A_database_that_is_not_there_and_a_login_that_is_refused_are_told_apart()
    {
        PostgresServer server = await PostgresServer.RequireAsync();
        Assert.Equal(FeedbackStoreFault.Missing, await FaultAsync(server.Address("nowhere")));
        Assert.Equal(FeedbackStoreFault.Unreachable, await FaultAsync(server.Address("postgres", "wrong")));
    }

    [SkippableFact]
    public async Task Other_peoples_tables_are_left_alone()
    {
        StoreFixture store = await OnPostgresAsync();
        await QueryAsync(store, "CREATE TABLE theirs (id INTEGER)");
        Assert.Equal(FeedbackStoreFault.Corrupt, (await Assert.ThrowsAsync<FeedbackStoreException>(() => store.OpenAsync())).Fault);
    }

    [SkippableFact]
    public async Task A_store_of_a_newer_version_is_refused()
    {
        StoreFixture store = await OnPostgresAsync();
        await (await store.OpenAsync()).DisposeAsync();
        await QueryAsync(store, "UPDATE kubesec_store SET version = 9999");
        Assert.Equal(FeedbackStoreFault.Newer, (await Assert.ThrowsAsync<FeedbackStoreException>(() => store.OpenAsync())).Fault);
    }

    [SkippableFact]
    public async Task A_writer_that_waited_too_long_says_so()
    {
        // Every database of the server is listed, and other tests hold locks of theirs.
        const string ours = "locktype = 'advisory' AND database = (SELECT oid FROM pg_database WHERE datname = current_database())";
        StoreFixture place = await OnPostgresAsync();
        await using IncidentStore store = await place.OpenAsync(lockTimeout: TimeSpan.FromMilliseconds(300));
        Task<string> held = QueryAsync(place, "SELECT pg_advisory_lock(1263748419, hashtext('public')), pg_sleep(20)");
        try
        {
            // The other session needs a moment to take the lock.
            while (await QueryAsync(place, $"SELECT count(*) FROM pg_locks WHERE {ours}") is not ['1', ..])
            {
            }

            var fault = await Assert.ThrowsAsync<FeedbackStoreException>(() => store.RecordAsync(StoreFixture.Text(FalcoEvents.Event()), "-"));
            Assert.Equal(FeedbackStoreFault.Locked, fault.Fault);
        }
        finally
        {
            await QueryAsync(place, $"SELECT pg_cancel_backend(pid) FROM pg_locks WHERE {ours} AND granted");
            await Assert.ThrowsAnyAsync<Exception>(() => held);
        }

        Assert.Equal(1, (await store.RecordAsync(StoreFixture.Text(FalcoEvents.Event()), "-")).Recorded);
    }

    [SkippableFact]
    public async Task A_writer_outlives_the_loss_of_its_connection()
    {
        StoreFixture place = await OnPostgresAsync();
        await using IncidentStore store = await place.OpenAsync();
        await QueryAsync(place, "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()");
        var fault = await Assert.ThrowsAsync<FeedbackStoreException>(() => store.RecordAsync(StoreFixture.Text(FalcoEvents.Event()), "-"));
        Assert.Equal(FeedbackStoreFault.Unreachable, fault.Fault);
        Assert.Equal(1, (await store.RecordAsync(StoreFixture.Text(FalcoEvents.Event()), "-")).Recorded);
    }

    [SkippableFact]
    public async Task A_user_without_the_right_to_write_is_refused_and_leaves_nothing()
    {
        StoreFixture place = await OnPostgresAsync();
        await (await place.OpenAsync()).DisposeAsync();
        await QueryAsync(place, "ALTER DATABASE " + Database(place) + " SET default_transaction_read_only = on");
        await using IncidentStore store = await place.OpenAsync();
        var fault = await Assert.ThrowsAsync<FeedbackStoreException>(() => store.RecordAsync(StoreFixture.Text(FalcoEvents.Event()), "-"));
        Assert.Equal(FeedbackStoreFault.ReadOnly, fault.Fault);
        Assert.Empty(await store.ListAsync(new IncidentQuery()));
    }

    [SkippableFact]
    public async Task An_event_whose_texts_hold_null_characters_and_endless_names_is_kept()
    {
        StoreFixture place = await OnPostgresAsync();
        await using IncidentStore store = await place.OpenAsync();
        var random = new Random(7);
        string endless = string.Concat(Enumerable.Range(0, 9000).Select(_ => (char)('a' + random.Next(26))));
        string pods = FalcoEvents.Event(rule: "nul \\u0000 rule", pod: endless, cmdline: "a\\u0000b", image: "ghcr.io/" + endless).Replace("/tmp/xmrig", "/" + endless, StringComparison.Ordinal);
        Assert.Equal(1, (await store.RecordAsync(StoreFixture.Text(pods), "-")).Recorded);
    }

    private static async Task<FeedbackStoreFault> FaultAsync(string address) =>
        (await Assert.ThrowsAsync<FeedbackStoreException>(() => IncidentStore.OpenAsync(new IncidentStoreOptions { Location = address }))).Fault;

    private static string Database(StoreFixture store) => new Uri(store.Location).AbsolutePath.TrimStart('/');

    private static async Task<string> QueryAsync(StoreFixture store, string sql) => await (await PostgresServer.RequireAsync()).QueryAsync(Database(store), sql);

    private async Task<StoreFixture> OnPostgresAsync() => fixture = await StoreFixture.OnAsync("postgres");
}
