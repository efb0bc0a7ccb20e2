using KubeSec.Feedback;
using Microsoft.Extensions.Time.Testing;

namespace KubeSec.Core.Tests.Feedback;

public sealed class StoreFaultTests : IDisposable
{
    private readonly StoreFixture fixture = new();

    public void Dispose() => fixture.Dispose();

    [Fact]
    public async Task A_missing_store_is_said_and_not_made_in_passing()
    {
        Assert.Equal(FeedbackStoreFault.Missing, await FaultAsync(create: false));
        Assert.False(File.Exists(fixture.Location));
    }

    [Theory]
    [InlineData("this is no database, but it is long enough to look at: it goes on and on and on and on and on and on and on")]
    [InlineData("")]
    public async Task A_file_that_is_no_store_is_corrupt(string content)
    {
        await File.WriteAllTextAsync(fixture.Location, content);
        Assert.Equal(FeedbackStoreFault.Corrupt, await FaultAsync(create: false));
    }

    [Fact]
    public async Task Another_programs_database_is_left_alone()
    {
        using (var connection = new Microsoft.Data.Sqlite.SqliteConnection($"Data Source={fixture.Location};Pooling=False"))
        {
            connection.Open();
            using Microsoft.Data.Sqlite.SqliteCommand command = connection.CreateCommand();
            command.CommandText = "CREATE TABLE theirs (id INTEGER)";
            command.ExecuteNonQuery();
        }

        Assert.Equal(FeedbackStoreFault.Corrupt, await FaultAsync(create: true));
    }

    [Fact]
    public async Task A_store_of_a_newer_version_is_refused()
    {
        await (await fixture.OpenAsync()).DisposeAsync();
        using (var connection = new Microsoft.Data.Sqlite.SqliteConnection($"Data Source={fixture.Location};Pooling=False"))
        {
            connection.Open();
            using Microsoft.Data.Sqlite.SqliteCommand command = connection.CreateCommand();
            command.CommandText = "PRAGMA user_version=9999";
            command.ExecuteNonQuery();
        }

        Assert.Equal(FeedbackStoreFault.Newer, await FaultAsync(create: true));
    }

    [Fact]
    public async Task A_locked_store_says_so_after_the_timeout()
    {
        await using IncidentStore first = await fixture.OpenAsync();
        using var connection = new Microsoft.Data.Sqlite.SqliteConnection($"Data Source={fixture.Location};Pooling=False");
        connection.Open();
        using Microsoft.Data.Sqlite.SqliteTransaction held = connection.BeginTransaction();
        await using IncidentStore second = await IncidentStore.OpenAsync(new IncidentStoreOptions { Location = fixture.Location, LockTimeout = TimeSpan.FromMilliseconds(300) });
        var exception = await Assert.ThrowsAsync<FeedbackStoreException>(() => second.RecordAsync(StoreFixture.Text(FalcoEvents.Event()), "-"));
        Assert.Equal(FeedbackStoreFault.Locked, exception.Fault);
    }

    [Fact]
    public async Task A_store_nobody_feeds_any_more_is_stale()
    {
        var time = new FakeTimeProvider(DateTimeOffset.Parse("2026-11-20T00:00:00Z"));
        IncidentStoreOptions options = await FedAsync(time);
        await (await IncidentStore.OpenAsync(options, time)).DisposeAsync();
        time.Advance(TimeSpan.FromHours(25));
        var exception = await Assert.ThrowsAsync<FeedbackStoreException>(() => IncidentStore.OpenAsync(options, time));
        Assert.Equal(FeedbackStoreFault.Stale, exception.Fault);
    }

    [Fact]
    public async Task A_sender_whose_clock_ran_ahead_does_not_keep_a_store_fresh()
    {
        var time = new FakeTimeProvider(DateTimeOffset.Parse("2027-11-20T00:00:00Z"));
        IncidentStoreOptions options = await FedAsync(time);
        var exception = await Assert.ThrowsAsync<FeedbackStoreException>(
            () => IncidentStore.OpenAsync(options, new FakeTimeProvider(DateTimeOffset.Parse("2026-11-20T00:00:00Z"))));
        Assert.Equal(FeedbackStoreFault.Stale, exception.Fault);
    }

    /// <summary>A store fed at a time, to be opened by who wants it no more than a day old.</summary>
    private async Task<IncidentStoreOptions> FedAsync(TimeProvider time)
    {
        await using IncidentStore store = await fixture.OpenAsync(time: time);
        await store.RecordAsync(StoreFixture.Text(FalcoEvents.Event()), "-");
        return new IncidentStoreOptions { Location = fixture.Location, MaximumAge = TimeSpan.FromHours(24) };
    }

    private async Task<FeedbackStoreFault> FaultAsync(bool create) =>
        (await Assert.ThrowsAsync<FeedbackStoreException>(() => fixture.OpenAsync(create))).Fault;
}
