using System.Formats.Asn1;

namespace KubeSec.Signatures;

/// <summary>What a responder says about one certificate (RFC 6960 section 4.2.1, SingleResponse).</summary>
internal sealed record OcspStatus
{
    private const string Sha1Oid = "1.3.14.3.2.26";

    private static readonly Asn1Tag Explicit0 = new(TagClass.ContextSpecific, 0, isConstructed: true);
    private static readonly Asn1Tag Explicit1 = new(TagClass.ContextSpecific, 1, isConstructed: true);

    /// <summary>The hash the certificate is named with; null for SHA-1, which is a name here and carries no trust.</summary>
    public required HashKind? Hash { get; init; }

    public required byte[] IssuerNameHash { get; init; }

    public required byte[] IssuerKeyHash { get; init; }

    public required ReadOnlyMemory<byte> SerialNumber { get; init; }

    public required RevocationVerdict Verdict { get; init; }

    public required DateTimeOffset ThisUpdate { get; init; }

    public required DateTimeOffset? NextUpdate { get; init; }

    /// <summary>Since when a revoked certificate is known to be bad; null where it does not say.</summary>
    public required DateTimeOffset? InvalidSince { get; init; }

    public static OcspStatus Read(AsnReader single)
    {
        AsnReader id = single.ReadSequence();
        HashKind? hash = ReadHash(id);
        byte[] nameHash = id.ReadOctetString();
        byte[] keyHash = id.ReadOctetString();
        ReadOnlyMemory<byte> serial = id.ReadIntegerBytes();
        id.ThrowIfNotEmpty();
        RevocationVerdict verdict = single.PeekTag() switch
        {
            { TagClass: TagClass.ContextSpecific, TagValue: 0 } => RevocationVerdict.Good,
            { TagClass: TagClass.ContextSpecific, TagValue: 1 } => RevocationVerdict.Revoked,
            _ => RevocationVerdict.Unknown,
        };
        _ = single.ReadEncodedValue();
        DateTimeOffset thisUpdate = single.ReadGeneralizedTime();
        DateTimeOffset? nextUpdate = single.HasData && single.PeekTag() == Explicit0 ? single.ReadSequence(Explicit0).ReadGeneralizedTime() : null;
        List<CertificateExtension> extensions = single.HasData ? CertificateExtension.ReadList(single.ReadSequence(Explicit1)) : [];
        single.ThrowIfNotEmpty();
        return new OcspStatus
        {
            Hash = hash,
            IssuerNameHash = nameHash,
            IssuerKeyHash = keyHash,
            SerialNumber = serial,
            Verdict = extensions.Exists(extension => extension.IsCritical) ? RevocationVerdict.Unknown : verdict,
            ThisUpdate = thisUpdate,
            NextUpdate = nextUpdate,
            InvalidSince = RevocationEntry.InvalidityDateOf(extensions),
        };
    }

    /// <summary>Whether it is about this certificate: issuer's name, issuer's key and serial number.</summary>
    public bool IsAbout(Certificate certificate, Certificate issuer) =>
        SerialNumber.Span.SequenceEqual(certificate.SerialNumber.Span)
        && HashOf(certificate.Issuer.Span, Hash).AsSpan().SequenceEqual(IssuerNameHash)
        && KeyHash(issuer, Hash).AsSpan().SequenceEqual(IssuerKeyHash);

    /// <summary>The hash of a key's bits without the algorithm, as OCSP names keys.</summary>
    public static byte[] KeyHash(Certificate certificate, HashKind? hash)
    {
        AsnReader info = new AsnReader(certificate.PublicKey.SubjectPublicKeyInfo, AsnEncodingRules.DER).ReadSequence();
        _ = info.ReadEncodedValue();
        return HashOf(info.ReadBitString(out _), hash);
    }

    /// <summary>A question about one certificate (RFC 6960 section 4.1.1).</summary>
    public static byte[] Request(Certificate certificate, Certificate issuer)
    {
        AsnWriter writer = new(AsnEncodingRules.DER);
        using (writer.PushSequence())
        using (writer.PushSequence())
        using (writer.PushSequence())
        using (writer.PushSequence())
        using (writer.PushSequence())
        {
            using (writer.PushSequence())
            {
                writer.WriteObjectIdentifier(Sha1Oid);
                writer.WriteNull();
            }

            writer.WriteOctetString(HashOf(certificate.Issuer.Span, null));
            writer.WriteOctetString(KeyHash(issuer, null));
            writer.WriteInteger(certificate.SerialNumber.Span);
        }

        return writer.Encode();
    }

    private static byte[] HashOf(ReadOnlySpan<byte> data, HashKind? hash) => hash is { } kind ? kind.Hash(data) : Sha1Name.Of(data);

    private static HashKind? ReadHash(AsnReader id)
    {
        AsnReader algorithm = id.ReadSequence();
        string oid = algorithm.ReadObjectIdentifier();
        return oid == Sha1Oid ? null
            : HashKindExtensions.FromOid(oid)
                ?? throw new RefusedException(NotationReasonCodes.RevocationDataMalformed, $"the OCSP response names certificates by the unknown hash {oid}");
    }
}
