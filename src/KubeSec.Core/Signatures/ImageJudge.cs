using KubeSec.Images;
using KubeSec.Images.Registries;

namespace KubeSec.Signatures;

/// <summary>Judges one image against every policy about it.</summary>
internal sealed class ImageJudge : IDisposable
{
    private const int MostPlatforms = 128;

    private readonly ImageVerifierOptions options;
    private readonly TimeProvider clock;
    private readonly RevocationClient? revocation;
    private readonly CandidateVerifier verifier;
    private readonly Lazy<TrustRoot> trustRoot;

    public ImageJudge(ImageVerifierOptions options, TimeProvider clock, HttpMessageHandler? network)
    {
        this.options = options;
        this.clock = clock;
        trustRoot = new(() => options.TrustRoot ?? TrustRoot.LoadPublicGood());
        revocation = options.Registries.Offline ? null : new RevocationClient(options.Registries.Timeout, network);
        verifier = new CandidateVerifier(clock, revocation);
    }

    public void Dispose() => revocation?.Dispose();

    /// <summary>Judges an image.</summary>
    /// <param name="asked">The image as it was asked about.</param>
    /// <param name="image">The name by which policies know it.</param>
    /// <param name="store">Where it is.</param>
    /// <param name="cancellationToken">Stops it.</param>
    public async Task<ImageVerdict> JudgeAsync(string asked, ImageReference image, IManifestStore store, CancellationToken cancellationToken)
    {
        SignaturePolicy[] policies = [.. options.Policies.Where(policy => policy.IsAbout(image))];
        if (policies.Length == 0)
        {
            return options.AllowImagesWithoutPolicy
                ? new ImageVerdict { Image = asked, Reference = image, Digest = image.Digest, Outcome = ImageOutcome.Pass }
                : Fail(asked, ImageReasonCodes.PolicyMissing, $"no signature policy is about {image.Repository}") with { Reference = image, Digest = image.Digest };
        }

        using ImageTime time = new(options.Registries.TimePerImage, clock);
        ImageSource source = new(new TimeLimitedStore(store, time), time);
        Lookup<OciManifest> manifest = await source.Store.GetManifestAsync(image, cancellationToken);
        if (!manifest.Found)
        {
            return Unknown(asked, image, manifest.Failure);
        }

        ImageVerdict verdict = await JudgeAsync(asked, image, manifest.Value, policies, source, cancellationToken);
        SignaturePolicy[] forPlatforms = [.. policies.Where(policy => policy.EachPlatform)];
        return manifest.Value.IsIndex && forPlatforms.Length > 0
            ? await EachPlatformAsync(verdict, image, manifest.Value, forPlatforms, [], source, cancellationToken)
            : verdict;
    }

    public static ImageVerdict Fail(string asked, string reason, string message) =>
        new() { Image = asked, Outcome = ImageOutcome.Fail, Reason = new Refusal(reason, message) };

    /// <summary>An image that is certainly not there fails; of any other that was not found nothing is known.</summary>
    public static ImageVerdict Unknown(string asked, ImageReference? image, LookupFailure failure) => new()
    {
        Image = asked,
        Reference = image,
        Digest = image?.Digest,
        Outcome = failure.IsAbsence ? ImageOutcome.Fail : ImageOutcome.Undecided,
        Reason = new Refusal(ImageReasonCodes.Of(failure.Kind), failure.Message),
    };

    private async Task<ImageVerdict> JudgeAsync(
        string asked, ImageReference image, OciManifest manifest, SignaturePolicy[] policies, ImageSource source, CancellationToken cancellationToken)
    {
        List<PolicyTrace> traces = [];
        foreach (SignaturePolicy policy in policies)
        {
            traces.Add(await JudgeAsync(image, manifest, policy, source, cancellationToken));
        }

        PolicyTrace worst = traces.Where(trace => trace.Mode == SignaturePolicyMode.Enforce).MaxBy(trace => trace.Outcome) ?? traces[0];
        bool counts = worst.Mode == SignaturePolicyMode.Enforce;
        return new ImageVerdict
        {
            Image = asked,
            Reference = image,
            Digest = manifest.Descriptor.Digest,
            Outcome = counts ? worst.Outcome : ImageOutcome.Pass,
            Reason = counts ? worst.Reason : null,
            Policies = traces,
            Unsigned = await UnsignedAsync(image, manifest, policies, source, cancellationToken),
        };
    }

    private async Task<PolicyTrace> JudgeAsync(
        ImageReference image, OciManifest manifest, SignaturePolicy policy, ImageSource source, CancellationToken cancellationToken)
    {
        if (policy.SkipVerificationUnsafe)
        {
            return Skipped(policy);
        }

        SignatureDiscovery discovery = new(source.Store, policy.SignatureRepository ?? image, manifest.Descriptor.Digest);
        DiscoveredSignatures found = await discovery.FindAsync(policy.Places, policy.Attestations.Count > 0, cancellationToken);
        SignedImage signed = new(image, manifest);
        TrustRoot root = policy.TrustRoot ?? trustRoot.Value;
        List<VerifiedCandidate> candidates = [];
        foreach (SignatureCandidate candidate in found.Candidates)
        {
            candidates.Add(await verifier.VerifyAsync(candidate, signed, policy.Signers, root, source.Time, cancellationToken));
        }

        PolicyTrace trace = new PolicyEvaluation(policy, candidates, clock.GetUtcNow()).Judge(found.Failures);
        return !policy.Signers.All(signer => signer is NotationSigner) && root.AgeWarning(clock) is { } old ? trace with { Logged = [.. trace.Logged, old] } : trace;
    }

    /// <summary>What nobody vouches for is worth knowing where someone asks for statements and wonders why they do not count.</summary>
    private static async Task<IReadOnlyList<UnsignedStatement>> UnsignedAsync(
        ImageReference image, OciManifest manifest, SignaturePolicy[] policies, ImageSource source, CancellationToken cancellationToken) =>
        Array.Find(policies, policy => policy.Attestations.Count > 0) is { } asking
            ? await new UnsignedDiscovery(source.Store).FindAsync(
                image, manifest, asking.SignatureRepository ?? image, asking.Places.Contains(SignaturePlace.Tags), cancellationToken)
            : [];

    private static PolicyTrace Skipped(SignaturePolicy policy) => new()
    {
        Images = [.. policy.Images.Select(glob => glob.Text)],
        Mode = policy.Mode,
        Outcome = ImageOutcome.Pass,
        Logged = [new Refusal(NotationReasonCodes.VerificationSkipped, "the policy skips verification of this image: nobody vouches for it")],
    };

    /// <summary>Judges each image of an index, and of the indexes in it.</summary>
    /// <param name="verdict">The verdict on the index itself.</param>
    /// <param name="image">The index.</param>
    /// <param name="index">Its content.</param>
    /// <param name="policies">The policies that ask for it.</param>
    /// <param name="seen">What has been judged already, in this index or another of the same image.</param>
    /// <param name="source">Where it is.</param>
    /// <param name="cancellationToken">Stops it.</param>
    private async Task<ImageVerdict> EachPlatformAsync(
        ImageVerdict verdict, ImageReference image, OciManifest index, SignaturePolicy[] policies, HashSet<Digest> seen, ImageSource source, CancellationToken cancellationToken)
    {
        List<ImageVerdict> platforms = [];
        foreach (OciDescriptor child in index.Document.Manifests!.Where(child => MayRun(child) && seen.Add(child.Digest)))
        {
            ImageReference reference = image.WithDigest(child.Digest);
            if (seen.Count > MostPlatforms)
            {
                LookupFailure failure = new(LookupFailureKind.TooLarge, $"the index has more than {MostPlatforms} images; the rest was not looked at");
                platforms.Add(Unknown(reference.ToString(), reference, failure));
                break;
            }

            platforms.Add(await JudgeChildAsync(reference, child, policies, seen, source, cancellationToken));
        }

        return WithPlatforms(verdict, [.. platforms]);
    }

    private async Task<ImageVerdict> JudgeChildAsync(
        ImageReference reference, OciDescriptor child, SignaturePolicy[] policies, HashSet<Digest> seen, ImageSource source, CancellationToken cancellationToken)
    {
        Lookup<OciManifest> manifest = await source.Store.GetManifestAsync(reference, cancellationToken);
        if (!manifest.Found)
        {
            return Unknown(reference.ToString(), reference, manifest.Failure) with { Platform = child.Platform?.ToString() };
        }

        ImageVerdict verdict = await JudgeAsync(reference.ToString(), reference, manifest.Value, policies, source, cancellationToken);
        verdict = verdict with { Platform = child.Platform?.ToString() };
        return manifest.Value.IsIndex ? await EachPlatformAsync(verdict, reference, manifest.Value, policies, seen, source, cancellationToken) : verdict;
    }

    /// <summary>
    /// BuildKit keeps its provenance in manifests for a platform that does not exist; no engine runs them. The annotation
    /// it sets proves nothing: engines choose by platform.
    /// </summary>
    private static bool MayRun(OciDescriptor child) => child.Platform is not { Os: "unknown", Architecture: "unknown" };

    private static ImageVerdict WithPlatforms(ImageVerdict verdict, ImageVerdict[] platforms)
    {
        ImageVerdict? worst = platforms.MaxBy(platform => platform.Outcome);
        return worst is null || worst.Outcome <= verdict.Outcome
            ? verdict with { Platforms = platforms }
            : verdict with
            {
                Platforms = platforms,
                Outcome = worst.Outcome,
                Reason = new Refusal(
                    worst.Outcome == ImageOutcome.Fail ? ImageReasonCodes.PlatformRefused : worst.Reason!.Reason,
                    $"{worst.Platform ?? worst.Image}: {worst.Reason}"),
            };
    }

    /// <summary>Where an image is, and how long it may take.</summary>
    private sealed record ImageSource(IManifestStore Store, ImageTime Time);
}
