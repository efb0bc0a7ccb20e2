using System.Text;

namespace KubeSec.Signatures;

/// <summary>
/// What a log entry says was signed, by whom. Verified evidence about an entry is worth nothing until the entry is about
/// this very signature.
/// </summary>
/// <param name="Digests">Digests the entry states, each of one <see cref="DigestSubject"/>.</param>
/// <param name="Signature">The signature it states; null where it states the digest of the whole envelope instead.</param>
/// <param name="SignerDer">The certificate or SubjectPublicKeyInfo it states.</param>
internal sealed record LogEntryBody(IReadOnlyList<(DigestSubject Subject, StatedDigest Digest)> Digests, byte[]? Signature, byte[] SignerDer)
{
    /// <summary>What kind of key it says signed (protobuf-specs, <c>PublicKeyDetails</c>); null where it does not say.</summary>
    public string? KeyDetails { get; init; }

    private const int MaxSize = 64 * 1024 * 1024;
    private const int MaxSignatures = 16;

    public static LogEntryBody Read(LogEntry entry) =>
        StrictJson.Parse(entry.Body, MaxSize, "log entry", ReasonCodes.LogEntryMalformed, root => ReadRoot(root, entry));

    private static LogEntryBody ReadRoot(StrictJson root, LogEntry entry)
    {
        root.Only("apiVersion", "kind", "spec");
        var kind = new LogEntryKind(root.String("kind"), root.String("apiVersion"));
        RefusedException.Unless(
            entry.Kind is null || entry.Kind == kind,
            ReasonCodes.LogEntryKindMismatch,
            $"the bundle calls the log entry {entry.Kind} and the entry itself says {kind}");
        var spec = root.Object("spec");
        return (kind.Name, kind.Version) switch
        {
            ("hashedrekord", "0.0.1") => ReadHashedRekordV1(spec),
            ("hashedrekord", "0.0.2") => ReadHashedRekordV2(spec.Only("hashedRekordV002").Object("hashedRekordV002")),
            ("dsse", "0.0.1") => ReadDsseV1(spec),
            ("dsse", "0.0.2") => ReadDsseV2(spec.Only("dsseV002").Object("dsseV002")),
            ("intoto", "0.0.1") => ReadIntotoV1(spec),
            ("intoto", "0.0.2") => ReadIntotoV2(spec.Only("content").Object("content")),
            _ => throw new RefusedException(ReasonCodes.LogEntryKindUnknown, $"log entries of kind {kind} are not supported"),
        };
    }

    private static LogEntryBody ReadHashedRekordV1(StrictJson spec)
    {
        spec.Only("data", "signature");
        var signature = spec.Object("signature").Only("content", "publicKey");
        return new LogEntryBody(
            [(DigestSubject.Message, HexDigest(spec.Object("data").Only("hash").Object("hash")))],
            signature.Bytes("content"),
            FromPem(signature.Object("publicKey").Only("content").Bytes("content")));
    }

    private static LogEntryBody ReadHashedRekordV2(StrictJson record)
    {
        record.Only("data", "signature");
        var signature = record.Object("signature").Only("content", "verifier");
        return Verified([(DigestSubject.Message, Digest(record.Object("data").Only("algorithm", "digest")))], signature);
    }

    private static LogEntryBody ReadDsseV1(StrictJson spec)
    {
        spec.Only("envelopeHash", "payloadHash", "signatures");
        _ = HexDigest(spec.Object("envelopeHash"));
        var signature = Single(spec.Objects("signatures", MaxSignatures)).Only("signature", "verifier");
        return new LogEntryBody(
            [(DigestSubject.Payload, HexDigest(spec.Object("payloadHash")))], signature.Bytes("signature"), FromPem(signature.Bytes("verifier")));
    }

    private static LogEntryBody ReadDsseV2(StrictJson record)
    {
        record.Only("payloadHash", "signatures");
        var signature = Single(record.Objects("signatures", MaxSignatures)).Only("content", "verifier");
        return Verified([(DigestSubject.Payload, Digest(record.Object("payloadHash").Only("algorithm", "digest")))], signature);
    }

    private static LogEntryBody ReadIntotoV1(StrictJson spec)
    {
        var content = spec.Only("content", "publicKey").Object("content").Only("hash", "payloadHash");
        var digests = new List<(DigestSubject, StatedDigest)> { (DigestSubject.Envelope, HexDigest(content.Object("hash"))) };
        if (content.OptionalObject("payloadHash") is { } payloadHash)
        {
            digests.Add((DigestSubject.Payload, HexDigest(payloadHash)));
        }

        return new LogEntryBody(digests, null, FromPem(spec.Bytes("publicKey")));
    }

    /// <summary>Rekor stores the envelope's payload and signature in base64 once more than the envelope does.</summary>
    private static LogEntryBody ReadIntotoV2(StrictJson content)
    {
        content.Only("envelope", "hash", "payloadHash");
        if (content.OptionalObject("hash") is { } envelopeHash)
        {
            _ = HexDigest(envelopeHash);
        }

        var envelope = content.Object("envelope").Only("payload", "payloadType", "signatures");
        var signature = Single(envelope.Objects("signatures", MaxSignatures)).Only("sig", "publicKey", "keyid");
        var outer = signature.Bytes("sig");
        var inner = StrictBase64.Decode(Encoding.ASCII.GetString(outer)) ?? outer;
        return new LogEntryBody([(DigestSubject.Payload, HexDigest(content.Object("payloadHash")))], inner, FromPem(signature.Bytes("publicKey")));
    }

    private static StrictJson Single(List<StrictJson> signatures)
    {
        RefusedException.Unless(signatures.Count == 1, ReasonCodes.LogEntryMalformed, "the log entry must hold exactly one signature");
        return signatures[0];
    }

    private static StatedDigest HexDigest(StrictJson hash)
    {
        hash.Only("algorithm", "value");
        var kind = HashKindExtensions.FromLowerCaseName(hash.String("algorithm")) ?? throw hash.Wrong("algorithm", "names an unknown hash");
        var hex = hash.String("value");
        var value = new byte[kind.Size()];
        if (hex.Length != value.Length * 2 || Convert.FromHexString(hex, value, out _, out _) != System.Buffers.OperationStatus.Done)
        {
            throw hash.Wrong("value", "is not a hash in hexadecimal");
        }

        return new StatedDigest(kind, value);
    }

    private static StatedDigest Digest(StrictJson digest) => new(
        HashKindExtensions.FromProtobufName(digest.String("algorithm")) ?? throw digest.Wrong("algorithm", "names an unknown hash"),
        digest.Bytes("digest"));

    /// <summary>The signature of Rekor v2, which says what kind of key made it.</summary>
    private static LogEntryBody Verified(IReadOnlyList<(DigestSubject Subject, StatedDigest Digest)> digests, StrictJson signature)
    {
        var verifier = signature.Object("verifier").Only("keyDetails", "publicKey", "x509Certificate");
        RefusedException.Unless(
            verifier.Has("x509Certificate") != verifier.Has("publicKey"), ReasonCodes.LogEntryMalformed, "the log entry must name either a certificate or a key");
        var holder = verifier.OptionalObject("x509Certificate") ?? verifier.Object("publicKey");
        return new LogEntryBody(digests, signature.Bytes("content"), holder.Only("rawBytes").Bytes("rawBytes")) { KeyDetails = verifier.String("keyDetails") };
    }

    private static byte[] FromPem(byte[] pem)
    {
        var blocks = Pem.Blocks(Encoding.ASCII.GetString(pem));
        RefusedException.Unless(blocks.Count == 1, ReasonCodes.LogEntryMalformed, "the log entry must name exactly one certificate or key");
        return blocks[0].Der;
    }
}

/// <summary>What a digest in a log entry is of.</summary>
internal enum DigestSubject
{
    /// <summary>What the signature is over: the artifact, or a DSSE envelope's signed bytes.</summary>
    Message,

    /// <summary>A DSSE envelope's payload.</summary>
    Payload,

    /// <summary>A DSSE envelope's JSON, signature included.</summary>
    Envelope,
}
