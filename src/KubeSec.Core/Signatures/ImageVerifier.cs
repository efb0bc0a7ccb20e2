using System.Collections.Concurrent;
using KubeSec.Images;
using KubeSec.Images.Engine;
using KubeSec.Images.Registries;

namespace KubeSec.Signatures;

/// <summary>
/// Finds out who vouches for container images, and whether that satisfies the policies. Safe to share between threads;
/// keep one, since it remembers connections, trust roots and the images it has judged.
/// </summary>
public sealed class ImageVerifier : IDisposable
{
    private const string EnginePrefix = "docker-daemon:";

    private readonly ImageVerifierOptions options;
    private readonly RegistryClient registries;
    private readonly Lazy<DockerEngine> engine;
    private readonly ImageJudge judge;
    private readonly ConcurrentDictionary<string, Lazy<Task<ImageVerdict>>> verdicts = new(StringComparer.Ordinal);

    /// <summary>Prepares a verifier; nothing is asked of anyone yet.</summary>
    /// <param name="options">What to demand.</param>
    /// <param name="time">The clock; null for the system's.</param>
    /// <exception cref="ArgumentException">A policy cannot be held; the message lists everything that is wrong.</exception>
    public ImageVerifier(ImageVerifierOptions options, TimeProvider? time = null)
        : this(options, time ?? TimeProvider.System, network: null)
    {
    }

    internal ImageVerifier(ImageVerifierOptions options, TimeProvider time, HttpMessageHandler? network)
    {
        ArgumentNullException.ThrowIfNull(options);
        string[] problems = [.. options.Policies.SelectMany(policy => policy.Problems())];
        if (problems.Length > 0 || options.Policies.Count == 0)
        {
            throw new ArgumentException(problems.Length > 0 ? string.Join("; ", problems) : "no signature policy is given", nameof(options));
        }

        if (options.Registries.TimePerImage <= TimeSpan.Zero)
        {
            throw new ArgumentException("the time for one image must be more than none", nameof(options));
        }

        this.options = options;
        registries = new RegistryClient(options.Registries, time, network);
        engine = new(() => new DockerEngine(options.DockerEngine, options.Registries.Timeout));
        judge = new ImageJudge(options, time, network);
    }

    /// <summary>Judges images side by side.</summary>
    /// <param name="images">Image references, or <c>docker-daemon:</c> and the name or id of an image in the Docker engine.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <returns>One verdict for each image, in their order.</returns>
    public async Task<IReadOnlyList<ImageVerdict>> VerifyAllAsync(IReadOnlyList<string> images, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(images);
        ConcurrentDictionary<string, ImageVerdict> answers = new(StringComparer.Ordinal);
        ParallelOptions bound = new() { MaxDegreeOfParallelism = options.MaxParallelImages, CancellationToken = cancellationToken };
        await Parallel.ForEachAsync(
            images.Distinct(StringComparer.Ordinal), bound, async (image, token) => answers[image] = await VerifyAsync(image, token));
        return [.. images.Select(image => answers[image])];
    }

    /// <summary>Judges one image.</summary>
    /// <param name="image">An image reference, or <c>docker-daemon:</c> and the name or id of an image in the Docker engine.</param>
    /// <param name="cancellationToken">Stops it.</param>
    public async Task<ImageVerdict> VerifyAsync(string image, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(image);
        if (image.StartsWith(EnginePrefix, StringComparison.Ordinal))
        {
            return await VerifyInEngineAsync(image, cancellationToken);
        }

        return ImageReference.TryParse(image, out ImageReference? reference, out string? error)
            ? await VerifyAsync(image, reference, registries, cancellationToken)
            : ImageJudge.Fail(image, ImageReasonCodes.ReferenceInvalid, error);
    }

    /// <summary>Judges an image in an OCI image layout on disk; no network is used.</summary>
    /// <param name="folder">The layout's folder.</param>
    /// <param name="image">The name by which policies know the image, with the tag or digest it has in the layout.</param>
    /// <param name="cancellationToken">Stops it.</param>
    public async Task<ImageVerdict> VerifyLayoutAsync(string folder, ImageReference image, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(folder);
        ArgumentNullException.ThrowIfNull(image);
        Lookup<OciLayout> layout = OciLayout.Open(folder, options.Registries);
        return layout.Found
            ? await judge.JudgeAsync(folder, image, layout.Value, cancellationToken)
            : ImageJudge.Unknown(folder, image, layout.Failure);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        registries.Dispose();
        judge.Dispose();
        if (engine.IsValueCreated)
        {
            engine.Value.Dispose();
        }
    }

    /// <summary>An engine knows its images by the digests they have in registries; signatures are looked for there.</summary>
    private async Task<ImageVerdict> VerifyInEngineAsync(string image, CancellationToken cancellationToken)
    {
        string name = image[EnginePrefix.Length..];
        if (name.Length == 0 || options.Registries.Offline)
        {
            LookupFailure failure = new(LookupFailureKind.Offline, "the Docker engine was not asked, since no socket is to be opened");
            return name.Length == 0
                ? ImageJudge.Fail(image, ImageReasonCodes.ReferenceInvalid, "no image is named")
                : ImageJudge.Unknown(image, null, failure);
        }

        Lookup<EngineImage> found = await engine.Value.InspectAsync(name, cancellationToken);
        if (!found.Found)
        {
            return ImageJudge.Unknown(image, null, found.Failure);
        }

        // Of several repositories the one that was named counts.
        string? asked = ImageReference.TryParse(name, out ImageReference? reference, out _) ? reference.Repository : null;
        IReadOnlyList<ImageReference> known = found.Value.RegistryDigests;
        ImageReference? pushed = known.FirstOrDefault(digest => digest.Repository == asked) ?? (known.Count > 0 ? known[0] : null);
        return pushed is null
            ? ImageJudge.Fail(image, ImageReasonCodes.ImageNeverPushed, $"the image {found.Value.Id} is in no registry, and so no one can have signed it")
            : await VerifyAsync(image, pushed, registries, cancellationToken);
    }

    private async Task<ImageVerdict> VerifyAsync(string asked, ImageReference reference, RegistryClient store, CancellationToken cancellationToken)
    {
        ImageReference identity = store.IdentityOf(reference);
        if (identity.Digest is null)
        {
            return await judge.JudgeAsync(asked, identity, store, cancellationToken);
        }

        string key = $"{identity.Repository}@{identity.Digest}";
        Lazy<Task<ImageVerdict>> once = verdicts.GetOrAdd(key, _ => new(() => judge.JudgeAsync(asked, identity, store, cancellationToken)));
        try
        {
            ImageVerdict verdict = await once.Value;
            Forget(verdict.Outcome == ImageOutcome.Undecided);
            return verdict with { Image = asked, Reference = identity };
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            // Whoever asked first has given up; we have not.
            Forget(true);
            return await judge.JudgeAsync(asked, identity, store, cancellationToken);
        }

        void Forget(bool forget) => _ = forget && verdicts.TryRemove(KeyValuePair.Create(key, once));
    }
}
