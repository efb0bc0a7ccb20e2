namespace KubeSec.Images.Registries;

/// <summary>
/// The time that one image may take. Each request has a limit of its own; a registry that answers each of hundreds just
/// within it would hold a build for hours all the same.
/// </summary>
/// <param name="limit">How long.</param>
/// <param name="clock">The clock.</param>
internal sealed class ImageTime(TimeSpan limit, TimeProvider clock) : IDisposable
{
    private readonly CancellationTokenSource over = new(limit, clock);

    /// <summary>Asks for something while there is time; after that nothing is asked any more.</summary>
    public async Task<Lookup<T>> WithinAsync<T>(Func<CancellationToken, Task<Lookup<T>>> ask, CancellationToken cancellationToken)
        where T : class
    {
        if (over.IsCancellationRequested)
        {
            return IsOver();
        }

        using CancellationTokenSource either = CancellationTokenSource.CreateLinkedTokenSource(over.Token, cancellationToken);
        try
        {
            return await ask(either.Token);
        }
        catch (OperationCanceledException) when (over.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            return IsOver();
        }
    }

    public void Dispose() => over.Dispose();

    private LookupFailure IsOver() => new(LookupFailureKind.ImageTimedOut, FormattableString.Invariant(
        $"the image took longer than {limit.TotalSeconds} s, and what was not answered by then was not waited for; where its registry is only slow, give it more in the policy: registries: {{secondsPerImage: …}}"));
}
