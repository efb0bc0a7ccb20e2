namespace KubeSec.Core.Tests.Feedback;

/// <summary>
/// What every store does, whichever engine keeps it: a class of tests over this one has a child for each engine, two lines
/// long, and so runs over both.
/// </summary>
public abstract class StoreTests(string engine) : IAsyncLifetime
{
    /// <summary>The store of the test under way.</summary>
    protected StoreFixture Fixture { get; private set; } = null!;

    public async Task InitializeAsync() => Fixture = await StoreFixture.OnAsync(engine);

    public Task DisposeAsync()
    {
        Fixture.Dispose();
        return Task.CompletedTask;
    }
}
