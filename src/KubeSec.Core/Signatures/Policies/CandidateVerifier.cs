using System.Collections.Concurrent;
using KubeSec.Images;
using KubeSec.Images.Registries;

namespace KubeSec.Signatures;

/// <summary>
/// Verifies what was found beside an image against the signers of a policy, whatever its form. Parsed trust roots are kept
/// with what has been checked of them.
/// </summary>
/// <param name="clock">The clock.</param>
/// <param name="revocation">Asks for revocation where a signer wants that; null where no socket is to be opened.</param>
internal sealed class CandidateVerifier(TimeProvider clock, RevocationClient? revocation)
{
    private readonly ConcurrentDictionary<(TrustRoot Root, PrivateAuthority? Authority, bool Unlogged), ImageSignatureVerifier> verifiers = new();

    /// <summary>Verifies one candidate.</summary>
    /// <returns>What was proven and which of the signers it stands for, or the refusal of the signer that came furthest.</returns>
    public async Task<VerifiedCandidate> VerifyAsync(
        SignatureCandidate candidate, SignedImage image, IReadOnlyList<SignerPolicy> signers, TrustRoot root, ImageTime time, CancellationToken cancellationToken) =>
        candidate.Format == SignatureFormat.Notation
            ? await VerifyNotationAsync(candidate, image, [.. signers.OfType<NotationSigner>()], time, cancellationToken)
            : VerifySigstore(candidate, image.Artifact, signers, root);

    private VerifiedCandidate VerifySigstore(
        SignatureCandidate candidate, SignedArtifact image, IReadOnlyList<SignerPolicy> signers, TrustRoot root)
    {
        TrustedIdentity[] identities = [.. signers.OfType<TrustedIdentity>()];
        BundleVerificationResult? furthest = null;
        if (identities.Length > 0)
        {
            furthest = Verify(candidate, image, ExpectedSigner.Certificate(identity => JudgeAny(identities, identity)), root, unlogged: false);
        }

        List<SignerPolicy> accepted = furthest is { IsVerified: true, Identity: { } named }
            ? [.. identities.Where(signer => signer.Judge(named) is null)] : [];
        foreach (TrustedKey signer in signers.OfType<TrustedKey>().TakeWhile(_ => accepted.Count == 0))
        {
            BundleVerificationResult result = Verify(candidate, image, ExpectedSigner.Key(signer.Key), root, signer.AcceptUnloggedUnsafe);
            if (result.IsVerified)
            {
                accepted.AddRange(signers.OfType<TrustedKey>().Where(other => other.Key.Equals(signer.Key)));
            }

            furthest = furthest is null || result.IsVerified || result.Held.Count > furthest.Held.Count ? result : furthest;
        }

        foreach (TrustedCertificate signer in signers.OfType<TrustedCertificate>())
        {
            BundleVerificationResult result = Verify(candidate, image, ExpectedSigner.Certificate(signer.Judge, signer.AcceptUnloggedUnsafe), root, unlogged: false, signer.Authority);
            if (result.IsVerified)
            {
                accepted.Add(signer);
            }

            furthest = furthest is null or { IsVerified: false } && (furthest is null || result.IsVerified || result.Held.Count > furthest.Held.Count) ? result : furthest;
        }

        return furthest is null ? Unsupported(candidate) : new VerifiedCandidate(candidate, furthest, accepted);
    }

    private async Task<VerifiedCandidate> VerifyNotationAsync(
        SignatureCandidate candidate, SignedImage image, NotationSigner[] signers, ImageTime time, CancellationToken cancellationToken)
    {
        List<(NotationSigner Signer, BundleVerificationResult Result)> results = [];
        foreach (NotationSigner signer in signers)
        {
            results.Add((signer, await RunAsync(candidate, image, signer, time, cancellationToken)));
        }

        BundleVerificationResult? furthest = results
            .OrderByDescending(entry => entry.Result.IsVerified).ThenByDescending(entry => entry.Result.IsUndecided).ThenByDescending(entry => entry.Result.Held.Count)
            .FirstOrDefault().Result;
        return furthest is null
            ? Unsupported(candidate)
            : new VerifiedCandidate(
                candidate,
                furthest,
                [.. results.Where(entry => entry.Result.IsVerified || (furthest.IsUndecided && entry.Result.IsUndecided)).Select(entry => entry.Signer)]);
    }

    /// <summary>The network is asked last, about what nothing at hand tells.</summary>
    private async Task<BundleVerificationResult> RunAsync(
        SignatureCandidate candidate, SignedImage image, NotationSigner signer, ImageTime time, CancellationToken cancellationToken)
    {
        NotationVerification verification = new(signer, image, clock.GetUtcNow());
        BundleVerificationResult result = verification.Run(candidate);
        if (revocation is null || signer.Revocation is not { AskOnline: true } known || verification.RevocationUnknown.Count == 0)
        {
            return result;
        }

        Lookup<NotationRevocation> told = await time.WithinAsync<NotationRevocation>(
            async token => await revocation.AskAsync(verification.RevocationUnknown, token), cancellationToken);
        if (!told.Found)
        {
            return result.IsUndecided ? result with { Refusal = new Refusal(ImageReasonCodes.Of(told.Failure.Kind), told.Failure.Message) } : result;
        }

        return new NotationVerification(signer with { Revocation = known.With(told.Value) }, image, clock.GetUtcNow()).Run(candidate);
    }

    private BundleVerificationResult Verify(
        SignatureCandidate candidate, SignedArtifact image, ExpectedSigner signer, TrustRoot root, bool unlogged, PrivateAuthority? authority = null) =>
        verifiers
            .GetOrAdd((root, authority, unlogged), key => new ImageSignatureVerifier(key.Authority is null ? key.Root : key.Root.For(key.Authority), new BundleVerifierOptions { AcceptUnloggedKeySignaturesUnsafe = key.Unlogged }, clock))
            .Verify(candidate.Format, candidate.Content, candidate.Layer.Annotations ?? SignedClaims.NoAnnotations, image, signer);

    /// <summary>With one identity its own refusal is the clearest; with several none of theirs is.</summary>
    private static Refusal? JudgeAny(TrustedIdentity[] identities, SignerIdentity identity) =>
        Array.Exists(identities, signer => signer.Judge(identity) is null) ? null
            : identities is [var only] ? only.Judge(identity)
            : new Refusal(ReasonCodes.IdentityMismatch, $"{identity} signed and is none of the {identities.Length} identities expected");

    private static VerifiedCandidate Unsupported(SignatureCandidate candidate)
    {
        Refusal refusal = new(ImageReasonCodes.FormatUnsupported, $"a signature of the form {candidate.Format} is not one that the policy's signers make");
        return new VerifiedCandidate(candidate, new BundleVerificationResult { Refusal = refusal, Held = [] }, []);
    }
}

/// <summary>A candidate and what verifying it has shown.</summary>
/// <param name="Candidate">The candidate.</param>
/// <param name="Result">What was proven, or why it does not count.</param>
/// <param name="Signers">The signers of the policy it stands for; empty when it does not count.</param>
internal sealed record VerifiedCandidate(SignatureCandidate Candidate, BundleVerificationResult Result, IReadOnlyList<SignerPolicy> Signers)
{
    /// <summary>The predicate type of a statement that stands for the signature of an image (sigstore/cosign specs/BUNDLE_SPEC.md).</summary>
    private const string ImageSignature = "https://sigstore.dev/cosign/sign/v1";

    public string? PredicateType => Result.Statement?.PredicateType;

    /// <summary>Whether it signs the image itself; otherwise it states something about it.</summary>
    public bool IsSignature => PredicateType is null or ImageSignature;

    /// <summary>Who signed, as one text that two signatures of the same signer share.</summary>
    public string Witness => Result.Identity is { } identity
        ? $"{identity.Issuer ?? identity.Claims.GetValueOrDefault(NotationVerification.RootClaim)}\n{identity.Subject}" : Result.Key!.Fingerprint;

    public SignatureTrace Trace(Refusal? refusal) => new()
    {
        Format = Candidate.Format,
        Place = Candidate.Place,
        Digest = Candidate.Layer.Digest,
        Held = Result.Held,
        Refusal = refusal,
        Logged = Result.Logged,
        Signers = refusal is null ? [.. Signers.Select(signer => signer.Name)] : [],
        Identity = Result.Identity,
        Key = Result.Identity is null ? Result.Key?.ToString() : null,
        Times = Result.Times,
        Logs = Result.Logs,
        PredicateType = PredicateType,
    };
}
