namespace KubeSec.Signatures;

/// <summary>
/// One run of a Notary Project signature through the checks for one signer (trust-store-trust-policy.md, "Signature
/// Verification"): integrity, authenticity, expiry, time, revocation, and that it is about the image. The first that does
/// not hold and is enforced is the refusal.
/// </summary>
internal sealed class NotationVerification(NotationSigner signer, SignedImage image, DateTimeOffset now)
{
    /// <summary>The claim that names the trusted certificate a signer's leads to.</summary>
    public const string RootClaim = "root";

    private readonly List<VerificationCheck> held = [];
    private readonly List<Refusal> logged = [];
    private readonly List<ProvenTime> times = [];
    private SignerIdentity? identity;
    private PublicKey? key;
    private IReadOnlyDictionary<string, string> annotations = SignedClaims.NoAnnotations;

    /// <summary>Certificates of which nothing at hand tells whether they are revoked, each with its issuer; empty unless its root is trusted.</summary>
    public IReadOnlyList<(Certificate Certificate, Certificate Issuer)> RevocationUnknown { get; private set; } = [];

    public BundleVerificationResult Run(SignatureCandidate candidate)
    {
        Refusal? refusal = null;
        try
        {
            Check(candidate);
        }
        catch (RefusedException refused)
        {
            refusal = refused.ToRefusal();
        }

        return new BundleVerificationResult
        {
            Refusal = refusal,
            IsUndecided = refusal?.Reason == NotationReasonCodes.RevocationUnknown,
            Held = held,
            Logged = logged,
            Identity = identity,
            Key = key,
            Times = times,
            Annotations = refusal is null ? annotations : SignedClaims.NoAnnotations,
        };
    }

    private void Check(SignatureCandidate candidate)
    {
        NotationManifest.Require(candidate.Manifest);
        NotationEnvelope envelope = NotationEnvelope.Read(candidate.Layer.MediaType, candidate.Content);
        NotationManifest.RequireThumbprints(candidate.Manifest, envelope.Certificates);
        held.Add(VerificationCheck.Form);
        NotationCertificateProfile.Require(envelope.Certificates);
        RequireSignature(envelope);
        held.Add(VerificationCheck.Signature);
        Validate(signer.Level.Authenticity, VerificationCheck.Certificate, () => RequireTrusted(envelope));
        Validate(signer.Level.Authenticity, VerificationCheck.Identity, () => RequireIdentity(envelope));
        Validate(signer.Level.Expiry, VerificationCheck.Expiry, () => RequireUnexpired(envelope));
        SigningTime time = new(signer, now, envelope);
        Validate(signer.Level.AuthenticTimestamp, VerificationCheck.Time, () => times.AddRange(time.Prove()));
        Validate(signer.Level.Revocation, VerificationCheck.Revocation, () => RequireUnrevoked(envelope, time));
        NotationPayload payload = NotationPayload.Read(envelope.Payload);
        payload.RequireAbout(image.Manifest.Descriptor);
        annotations = payload.Annotations;
        held.Add(VerificationCheck.Artifact);
    }

    private void Validate(ValidationAction action, VerificationCheck check, Action validation)
    {
        if (action == ValidationAction.Skip)
        {
            return;
        }

        try
        {
            validation();
            held.Add(check);
        }
        catch (RefusedException refused) when (action == ValidationAction.Log)
        {
            logged.Add(refused.ToRefusal());
        }
    }

    private void RequireSignature(NotationEnvelope envelope)
    {
        PublicKey signing = envelope.Certificates[0].PublicKey;
        NotationAlgorithm algorithm = NotationAlgorithm.Of(signing);
        RefusedException.Unless(
            envelope.Headers.Algorithm == algorithm,
            NotationReasonCodes.AlgorithmMismatch,
            $"the envelope names {envelope.Headers.Algorithm!.Name}, and the signing key may be used with {algorithm.Name} alone");
        RefusedException.Unless(
            algorithm.Verify(signing, envelope.SignedBytes, envelope.Signature),
            ReasonCodes.SignatureInvalid,
            "the signature does not hold for the signing certificate's key and this content");
        key = signing;
    }

    private void RequireTrusted(NotationEnvelope envelope)
    {
        IReadOnlyList<NotationRoot> roots = envelope.Headers.Scheme == NotationScheme.X509 ? signer.Roots : signer.SigningAuthorityRoots;
        NotationRoot? trusted = envelope.Certificates.Reverse().Select(certificate => roots.FirstOrDefault(root => root.Is(certificate))).FirstOrDefault(root => root is not null);
        RefusedException.Unless(
            trusted is not null,
            ReasonCodes.CertificateUntrusted,
            $"the chain leads to {NotationRoot.FingerprintOf(envelope.Certificates[^1])}, which is no trusted root for scheme '{envelope.Headers.SchemeText}'");
        identity = new SignerIdentity(
            DistinguishedName.TextOf(envelope.Certificates[0]),
            SubjectKind.DistinguishedName,
            null,
            new SortedDictionary<string, string>(StringComparer.Ordinal)
            {
                [RootClaim] = trusted.Fingerprint,
                ["certificate"] = NotationRoot.FingerprintOf(envelope.Certificates[0]),
                ["signingScheme"] = envelope.Headers.SchemeText!,
            });
    }

    private void RequireIdentity(NotationEnvelope envelope)
    {
        if (signer.AcceptAnyIdentityUnsafe)
        {
            return;
        }

        DistinguishedName subject = DistinguishedName.Of(envelope.Certificates[0]);
        RefusedException.Unless(
            signer.Identities.Any(wanted => wanted.Covers(subject)),
            ReasonCodes.IdentityMismatch,
            $"'{string.Join("' or '", signer.Identities)}' is expected and '{subject}' signed");
    }

    /// <summary>Neither a certificate of the signer's chain nor one of the time stamp's is revoked; what is unknown is not held against anyone else.</summary>
    private void RequireUnrevoked(NotationEnvelope envelope, SigningTime time)
    {
        RevocationCheck check = new(signer.Revocation?.RevocationLists ?? [], signer.Revocation?.OcspResponses ?? [], now);
        (Certificate Certificate, Certificate Issuer, RevocationVerdict Verdict)[] judged =
            [.. JudgeChain(check, envelope.Certificates, time.Latest), .. JudgeChain(check, time.TimestampChain, time.Latest)];
        if (held.Contains(VerificationCheck.Certificate))
        {
            RevocationUnknown = [.. judged.Where(entry => entry.Verdict == RevocationVerdict.Unknown).Select(entry => (entry.Certificate, entry.Issuer))];
        }

        foreach ((RevocationVerdict verdict, string reason, string said) in new[]
        {
            (RevocationVerdict.Revoked, NotationReasonCodes.CertificateRevoked, "is revoked"),
            (RevocationVerdict.Unknown, NotationReasonCodes.RevocationUnknown, "may be revoked: no list and no answer at hand tells"),
        })
        {
            Certificate? found = judged.FirstOrDefault(entry => entry.Verdict == verdict).Certificate;
            RefusedException.Unless(found is null, reason, found is null ? "" : $"the certificate of '{DistinguishedName.TextOf(found)}' {said}");
        }
    }

    private static IEnumerable<(Certificate Certificate, Certificate Issuer, RevocationVerdict Verdict)> JudgeChain(
        RevocationCheck check, IReadOnlyList<Certificate> chain, DateTimeOffset? signedAt) =>
        chain.SkipLast(1).Select((certificate, index) => (certificate, chain[index + 1], check.Judge(certificate, chain[index + 1], signedAt)));

    private void RequireUnexpired(NotationEnvelope envelope) => RefusedException.Unless(
        envelope.Headers.Expiry is null || now < envelope.Headers.Expiry,
        NotationReasonCodes.Expired,
        FormattableString.Invariant($"the signature expired at {envelope.Headers.Expiry:u} in its signer's own words"));
}
