namespace KubeSec.Signatures;

/// <summary>One run through the checks that every Sigstore signature must pass, wherever it came from, and what they have proven so far.</summary>
internal sealed class SignatureVerification(
    TrustRoot root, BundleVerifierOptions options, TimeProvider clock, SignedArtifact artifact, ExpectedSigner expected)
{
    /// <summary>How far the clock of a log or authority may be ahead of ours.</summary>
    private static readonly TimeSpan ClockSkew = TimeSpan.FromMinutes(5);

    private readonly List<VerificationCheck> _held = [];
    private readonly List<LogInclusion> _logs = [];
    private readonly List<ProvenTime> _times = [];
    private SignerIdentity? _identity;
    private PublicKey? _key;
    private SignedClaims? _claims;

    public BundleVerificationResult Run(Func<SignatureMaterial> read)
    {
        Refusal? refusal = null;
        try
        {
            Check(read());
        }
        catch (RefusedException refused)
        {
            refusal = refused.ToRefusal();
        }

        return new BundleVerificationResult
        {
            Refusal = refusal,
            Held = _held,
            Identity = _identity,
            Key = _key,
            Times = _times,
            Logs = _logs,
            Statement = _claims?.Statement,
            Annotations = _claims?.Annotations ?? SignedClaims.NoAnnotations,
        };
    }

    private void Check(SignatureMaterial material)
    {
        _held.Add(VerificationCheck.Form);
        RequireSignerKind(material);
        _held.Add(VerificationCheck.SignerKind);
        var entries = ReadEntries(material);
        var logs = RequireLogs(material);
        Hold(VerificationCheck.TransparencyLog, material.LogEntries.Count > 0);
        ProveTimes(material);
        RequireLogsInService(material.LogEntries, logs);
        Hold(VerificationCheck.Time, _times.Count > 0);
        var key = expected is KeySigner known ? known.PublicKey : RequireCertificate(material, (CertificateSigner)expected);
        RequireSignature(material, key);
        _key = key;
        _held.Add(VerificationCheck.Signature);
        RequireEntriesAbout(material, entries);
        Hold(VerificationCheck.LogEntry, material.LogEntries.Count > 0);
        _claims = material.Content.RequireAbout(artifact);
        _held.Add(VerificationCheck.Artifact);
    }

    /// <summary>What a signer may do without, and did, has not held.</summary>
    private void Hold(VerificationCheck check, bool wasMade)
    {
        if (wasMade)
        {
            _held.Add(check);
        }
    }

    /// <summary>A key and an identity are never mixed: what was signed with one says nothing about the other.</summary>
    private void RequireSignerKind(SignatureMaterial material)
    {
        if (expected is not KeySigner signer)
        {
            RefusedException.Unless(material.Certificates.Count > 0, ReasonCodes.SignerIsKey, "a certificate's holder is expected and a key signed");
            return;
        }

        RefusedException.Unless(material.Certificates.Count == 0, ReasonCodes.SignerIsCertificate, "a key is expected and a certificate's holder signed");

        // The usual hint is the key's hash; hints of another form are names that only the signer understands.
        RefusedException.Unless(
            material.KeyHint is null
            || StrictBase64.Decode(material.KeyHint) is not { Length: 32 } hint
            || hint.AsSpan().SequenceEqual(signer.PublicKey.FingerprintBytes),
            ReasonCodes.KeyHintMismatch,
            $"the signature names another key than {signer.PublicKey}");
    }

    /// <summary>Only certificates of an authority of one's own can do without a log, and only where no other authority is believed.</summary>
    private bool MayBeUnlogged => expected is CertificateSigner { MayBeUnlogged: true } && root.CertificateAuthorities.All(authority => authority.IsPrivate);

    private List<TransparencyLog> RequireLogs(SignatureMaterial material)
    {
        RefusedException.Unless(
            material.LogEntries.Count > 0 || (options.AcceptUnloggedKeySignaturesUnsafe && expected is KeySigner) || MayBeUnlogged,
            ReasonCodes.LogEntryMissing,
            "no transparency log entry is there");
        var logs = new List<TransparencyLog>();
        foreach (var entry in material.LogEntries)
        {
            var log = LogEntryVerifier.Verify(entry, root.Logs);
            var inclusion = new LogInclusion(log.Name, entry.LogIndex);
            RefusedException.Unless(!_logs.Contains(inclusion), ReasonCodes.LogEntryDuplicate, "a transparency log entry is there twice");
            logs.Add(log);
            _logs.Add(inclusion);
        }

        return logs;
    }

    /// <summary>Every stated time must be provable, not just one of them: who forges one has no claim to the others.</summary>
    private void ProveTimes(SignatureMaterial material)
    {
        foreach (var entry in material.LogEntries)
        {
            if (LogEntryVerifier.IntegratedTime(entry) is { } time)
            {
                AddTime(time, TimeSource.TransparencyLog);
            }
        }

        var seen = new List<TimestampToken>();
        foreach (var token in material.Timestamps)
        {
            RefusedException.Unless(
                !seen.Exists(other => other.Signer.Signature.AsSpan().SequenceEqual(token.Signer.Signature)),
                ReasonCodes.TimestampDuplicate,
                "a time stamp is there twice");
            seen.Add(token);
            TimestampVerifier.Verify(token, material.Signature, root.TimestampAuthorities);
            AddTime(token.Time, TimeSource.TimestampAuthority);
        }

        RefusedException.Unless(
            _times.Count > 0 || expected is KeySigner || MayBeUnlogged, ReasonCodes.TimeMissing, "neither an inclusion promise nor a time stamp proves when the signature was made");
    }

    private void AddTime(DateTimeOffset time, TimeSource source)
    {
        RefusedException.Unless(
            time <= clock.GetUtcNow() + ClockSkew, ReasonCodes.TimeInFuture, FormattableString.Invariant($"the stated time {time:u} has not come yet"));
        _times.Add(new ProvenTime(time, source));
    }

    /// <summary>Logs without inclusion promises state no time of their own; what else proves the time must fall into their service.</summary>
    private void RequireLogsInService(IReadOnlyList<LogEntry> entries, List<TransparencyLog> logs)
    {
        var times = _times.Count > 0 ? _times.Select(proven => proven.Time) : [clock.GetUtcNow()];
        for (var i = 0; i < entries.Count; i++)
        {
            RefusedException.Unless(
                entries[i].SignedEntryTimestamp is not null || times.All(logs[i].Validity.Contains),
                ReasonCodes.LogNotValidAtTime,
                "the transparency log was not in service at the time of signing");
        }
    }

    private PublicKey RequireCertificate(SignatureMaterial material, CertificateSigner signer)
    {
        CertificatePath? path = null;
        foreach (var time in _times.Count > 0 ? _times.Select(proven => proven.Time) : [clock.GetUtcNow()])
        {
            path = BuildPath(material.Certificates, time);
        }

        _held.Add(VerificationCheck.Certificate);
        if (!path!.Authority.IsPrivate)
        {
            CertificateTransparency.Require(path, root.CertificateLogs, material.DetachedCertificateTimestamp);
            _held.Add(VerificationCheck.CertificateTransparency);
        }

        var identities = path.Authority.IsPrivate
            ? CertificateClaims.ReadPrivateIdentities(path.Leaf, path.Authority.Anchor) : [CertificateClaims.ReadIdentity(path.Leaf)];
        _identity = identities.FirstOrDefault(identity => signer.Judge(identity) is null) ?? identities[0];
        if (signer.Judge(_identity) is { } refusal)
        {
            throw new RefusedException(refusal.Reason, refusal.Message);
        }

        _held.Add(VerificationCheck.Identity);
        return path.Leaf.PublicKey;
    }

    /// <summary>Tries each authority that was in service; of several refusals the one that came furthest is told.</summary>
    private CertificatePath BuildPath(IReadOnlyList<Certificate> certificates, DateTimeOffset time)
    {
        RefusedException? closest = null;
        foreach (var authority in root.CertificateAuthorities.Where(authority => authority.Validity.Contains(time)))
        {
            try
            {
                return CertificatePath.Build(certificates[0], certificates, authority, time, CertificatePurpose.CodeSigning);
            }
            catch (RefusedException refused)
            {
                closest = closest is null || refused.Reason != ReasonCodes.CertificateUntrusted ? refused : closest;
            }
        }

        throw closest ?? new RefusedException(
            ReasonCodes.CertificateAuthorityNotValidAtTime,
            FormattableString.Invariant($"no certificate authority of the trust root was in service at {time:u}"));
    }

    private void RequireSignature(SignatureMaterial material, PublicKey key)
    {
        var message = material.Content.SignedMessage(artifact);
        var undecidable = true;
        foreach (var scheme in key.Schemes)
        {
            if (scheme.Hash is { } hash && message.Digest(hash) is { } digest)
            {
                undecidable = false;
                if (key.VerifyDigest(scheme, digest, material.Signature))
                {
                    return;
                }
            }
            else if (scheme.Hash is null && message.Content is { } content)
            {
                undecidable = false;
                if (key.Verify(scheme, content.Span, material.Signature))
                {
                    return;
                }
            }
        }

        throw undecidable
            ? new RefusedException(ReasonCodes.ArtifactContentNeeded, $"a signature by a key of kind {key.Algorithm} can only be checked against the artifact itself")
            : new RefusedException(ReasonCodes.SignatureInvalid, "the signature does not hold for the signer's key and this content");
    }

    /// <summary>Reads the log entries and holds them to this signer, before any arithmetic is spent on them.</summary>
    private List<LogEntryBody> ReadEntries(SignatureMaterial material)
    {
        var key = material.Certificates.Count > 0 ? material.Certificates[0].PublicKey : ((KeySigner)expected).PublicKey;
        var signer = material.Certificates.Count > 0 ? material.Certificates[0].Raw : key.SubjectPublicKeyInfo;
        var bodies = new List<LogEntryBody>();
        foreach (var entry in material.LogEntries)
        {
            var body = LogEntryBody.Read(entry);
            RefusedException.Unless(
                signer.Span.SequenceEqual(body.SignerDer), ReasonCodes.LogEntrySignerMismatch, "the log entry is about another signer");
            RefusedException.Unless(
                body.KeyDetails is null || KeyDetails.IsOf(body.KeyDetails, key),
                ReasonCodes.LogEntrySignerMismatch,
                $"the log entry says that a key of kind {body.KeyDetails} signed and it is {key.Algorithm}");
            bodies.Add(body);
        }

        return bodies;
    }

    /// <summary>An entry that is truly in the log proves nothing about a signature it does not hold.</summary>
    private void RequireEntriesAbout(SignatureMaterial material, List<LogEntryBody> entries)
    {
        foreach (var entry in entries)
        {
            RefusedException.Unless(
                entry.Digests.All(item => item.Digest.Matches(material.Content.Digest(item.Subject, item.Digest.Hash, artifact))),
                ReasonCodes.LogEntryDigestMismatch,
                "the log entry is about other content");
            RefusedException.Unless(
                entry.Signature is null || entry.Signature.AsSpan().SequenceEqual(material.Signature), ReasonCodes.LogEntrySignatureMismatch, "the log entry is about another signature");
        }
    }
}
