namespace KubeSec.Signatures;

/// <summary>Reads bundle JSON of v0.1 to v0.3 and holds each version to its own rules (sigstore client specification).</summary>
internal static class BundleReader
{
    /// <summary>Room for an SBOM of some size as a DSSE payload; cosign's own limit on attachments is 128 MiB.</summary>
    private const int MaxSize = 64 * 1024 * 1024;
    private const int MaxLogEntries = 8;
    private const int MaxTimestamps = 8;
    private const int MaxCertificates = 8;
    private const int MaxProofHashes = 64;

    /// <exception cref="RefusedException">It is not a bundle, or breaks its version's rules.</exception>
    public static SignatureMaterial Read(ReadOnlyMemory<byte> utf8) =>
        StrictJson.Parse(utf8, MaxSize, "bundle", ReasonCodes.BundleMalformed, ReadRoot);

    private static SignatureMaterial ReadRoot(StrictJson root)
    {
        root.Only("mediaType", "verificationMaterial", "messageSignature", "dsseEnvelope");
        var version = ReadVersion(root.String("mediaType"));
        var material = root.Object("verificationMaterial")
            .Only("certificate", "x509CertificateChain", "publicKey", "tlogEntries", "timestampVerificationData");
        var certificates = ReadCertificates(material, version);
        var hint = material.OptionalObject("publicKey") is { } key ? key.Only("hint").OptionalString("hint") ?? "" : null;
        RefusedException.Unless(
            (hint is null) != (certificates is null), ReasonCodes.BundleMaterialAmbiguous, "a bundle names either a certificate or a public key");
        RefusedException.Unless(
            root.Has("messageSignature") != root.Has("dsseEnvelope"),
            ReasonCodes.BundleContentAmbiguous,
            "a bundle holds either a message signature or a DSSE envelope");
        var entries = material.Objects("tlogEntries", MaxLogEntries).ConvertAll(ReadLogEntry);
        RequireEvidence(version, entries);
        var (signature, content) = root.OptionalObject("messageSignature") is { } message
            ? ReadMessage(message)
            : ReadEnvelope(root.Object("dsseEnvelope"), byKey: hint is not null);
        return new SignatureMaterial
        {
            Signature = signature,
            Content = content,
            Certificates = certificates ?? [],
            KeyHint = hint,
            LogEntries = entries,
            Timestamps = ReadTimestamps(material),
        };
    }

    private static int ReadVersion(string mediaType) => mediaType switch
    {
        "application/vnd.dev.sigstore.bundle+json;version=0.1" => 1,
        "application/vnd.dev.sigstore.bundle+json;version=0.2" => 2,
        "application/vnd.dev.sigstore.bundle+json;version=0.3" or "application/vnd.dev.sigstore.bundle.v0.3+json" => 3,
        _ => throw new RefusedException(ReasonCodes.BundleVersionUnknown, $"media type '{mediaType}' is not a bundle of v0.1 to v0.3"),
    };

    private static List<Certificate>? ReadCertificates(StrictJson material, int version)
    {
        var single = material.OptionalObject("certificate");
        var chain = material.OptionalObject("x509CertificateChain");
        RefusedException.Unless(
            version == 3 ? chain is null : single is null,
            ReasonCodes.BundleMaterialAmbiguous,
            "bundles of v0.3 carry one certificate and those before it a chain");
        if (single is { } certificate)
        {
            return [Certificate.Read(certificate.Only("rawBytes").Bytes("rawBytes"))];
        }

        if (chain is not { } container)
        {
            return null;
        }

        var certificates = container.Only("certificates").Objects("certificates", MaxCertificates)
            .ConvertAll(item => Certificate.Read(item.Only("rawBytes").Bytes("rawBytes")));
        RefusedException.Unless(certificates.Count > 0, ReasonCodes.BundleCertificateMissing, "the bundle's certificate chain is empty");
        RefusedException.Unless(
            certificates.DistinctBy(item => Convert.ToHexString(item.Raw)).Count() == certificates.Count,
            ReasonCodes.BundleMalformed,
            "the bundle's certificate chain names a certificate twice");
        RefusedException.Unless(
            !certificates.Exists(item => item.IsSelfIssued),
            ReasonCodes.BundleRootCertificateIncluded,
            "the bundle carries a root certificate; roots come from the trust root alone");
        return certificates;
    }

    private static LogEntry ReadLogEntry(StrictJson entry)
    {
        entry.Only("logIndex", "logId", "kindVersion", "integratedTime", "inclusionPromise", "inclusionProof", "canonicalizedBody");
        var kind = entry.Object("kindVersion").Only("kind", "version");
        var statedKind = new LogEntryKind(kind.String("kind"), kind.String("version"));
        var logIndex = entry.OptionalInteger("logIndex") ?? 0;
        var integratedTime = entry.OptionalInteger("integratedTime") ?? 0;
        RefusedException.Unless(logIndex >= 0, ReasonCodes.LogIndexInvalid, "the log entry's index is negative");
        RefusedException.Unless(integratedTime is >= 0 and <= LogEntry.MaxTime, ReasonCodes.BundleMalformed, "the log entry's time is out of range");
        return new LogEntry(
            entry.Object("logId").Only("keyId").Bytes("keyId"),
            logIndex,
            statedKind,
            integratedTime,
            entry.OptionalObject("inclusionPromise")?.Only("signedEntryTimestamp").Bytes("signedEntryTimestamp"),
            entry.OptionalObject("inclusionProof") is { } proof ? ReadProof(proof) : null,
            entry.Bytes("canonicalizedBody"));
    }

    private static InclusionProof ReadProof(StrictJson proof)
    {
        proof.Only("logIndex", "rootHash", "treeSize", "hashes", "checkpoint");
        return new InclusionProof(
            proof.OptionalInteger("logIndex") ?? 0,
            proof.OptionalInteger("treeSize") ?? 0,
            proof.Bytes("rootHash"),
            proof.BytesArray("hashes", MaxProofHashes),
            proof.OptionalObject("checkpoint")?.Only("envelope").String("envelope"));
    }

    /// <summary>What a version demands of its log entries; only v0.1 lets the log's promise stand alone.</summary>
    private static void RequireEvidence(int version, List<LogEntry> entries)
    {
        foreach (var entry in entries)
        {
            RefusedException.Unless(
                version > 1 || entry.SignedEntryTimestamp is not null,
                ReasonCodes.InclusionPromiseMissing,
                "a log entry of a v0.1 bundle must carry an inclusion promise");
            RefusedException.Unless(
                version == 1 || entry.Proof is not null, ReasonCodes.InclusionProofMissing, "a log entry must carry an inclusion proof since bundle v0.2");
            RefusedException.Unless(
                entry.IntegratedTime == 0 || entry.SignedEntryTimestamp is not null,
                ReasonCodes.InclusionPromiseMissing,
                "the log entry states a time that no inclusion promise signs");
        }
    }

    private static List<TimestampToken> ReadTimestamps(StrictJson material) =>
        material.OptionalObject("timestampVerificationData") is { } data
            ? data.Only("rfc3161Timestamps").Objects("rfc3161Timestamps", MaxTimestamps)
                .ConvertAll(item => TimestampToken.ReadResponse(item.Only("signedTimestamp").Bytes("signedTimestamp")))
            : [];

    private static (byte[] Signature, ISignedContent Content) ReadMessage(StrictJson message)
    {
        message.Only("messageDigest", "signature");
        var digest = message.Object("messageDigest").Only("algorithm", "digest");
        var hash = HashKindExtensions.FromProtobufName(digest.String("algorithm")) ?? throw digest.Wrong("algorithm", "names an unknown hash");
        return (message.Bytes("signature"), new MessageContent(new StatedDigest(hash, digest.Bytes("digest"))));
    }

    private static (byte[] Signature, ISignedContent Content) ReadEnvelope(StrictJson json, bool byKey)
    {
        var envelope = DsseEnvelope.Read(json);
        RefusedException.Unless(
            byKey || envelope.KeyId.Length == 0, ReasonCodes.BundleMaterialAmbiguous, "the envelope names a key although a certificate's holder signed");
        return (envelope.Signature, new EnvelopeContent(envelope, null));
    }
}
