using System.Formats.Asn1;
using System.Numerics;

namespace KubeSec.Signatures;

/// <summary>
/// A certificate revocation list (RFC 5280 section 5), complete or a delta, read strictly. Whether its issuer signed it is
/// asked for each certificate that is looked up.
/// </summary>
public sealed class CertificateRevocationList
{
    private const int MaxSize = 32 * 1024 * 1024;

    private static readonly Asn1Tag Explicit0 = new(TagClass.ContextSpecific, 0, isConstructed: true);

    private readonly ReadOnlyMemory<byte> toBeSigned;
    private readonly SignatureScheme scheme;
    private readonly byte[] signature;
    private readonly ReadOnlyMemory<byte> entries;
    private readonly List<CertificateExtension> extensions;

    private CertificateRevocationList(ReadOnlyMemory<byte> toBeSigned, SignatureScheme scheme, byte[] signature)
    {
        this.toBeSigned = toBeSigned;
        this.scheme = scheme;
        this.signature = signature;
        AsnReader fields = new AsnReader(toBeSigned, AsnEncodingRules.DER).ReadSequence();
        if (fields.PeekTag().HasSameClassAndValue(Asn1Tag.Integer))
        {
            Require(fields.TryReadInt32(out int version) && version == 1, "it is not of version 2");
        }

        Require(AlgorithmIdentifiers.ReadSignature(fields.ReadEncodedValue()) == scheme, "it names two signature algorithms");
        Issuer = fields.ReadEncodedValue();
        ThisUpdate = AsnTime.Read(fields);
        NextUpdate = AsnTime.IsNext(fields) ? AsnTime.Read(fields) : null;
        entries = fields.HasData && fields.PeekTag().HasSameClassAndValue(Asn1Tag.Sequence) ? fields.ReadEncodedValue() : default;
        extensions = fields.HasData ? CertificateExtension.ReadList(fields.ReadSequence(Explicit0)) : [];
        fields.ThrowIfNotEmpty();
        Number = ReadNumber(Oids.CrlNumber);
        DeltaBase = ReadNumber(Oids.DeltaCrlIndicator);
        FreshestPlaces = Find(Oids.FreshestCrl) is { } freshest ? DistributionPoint.ReadList(freshest) : [];
        Scope = Find(Oids.IssuingDistributionPoint) is { } scope ? CrlScope.Read(scope) : CrlScope.Everything;
    }

    internal ReadOnlyMemory<byte> Issuer { get; }

    internal DateTimeOffset ThisUpdate { get; }

    /// <summary>When the next list is due; null where it does not say, and then it cannot be known to be current.</summary>
    internal DateTimeOffset? NextUpdate { get; }

    internal BigInteger? Number { get; }

    /// <summary>For a delta the number of the complete list it continues; null for a complete list.</summary>
    internal BigInteger? DeltaBase { get; }

    /// <summary>Where a delta to it is to be had; a list that names such a place is not complete without it.</summary>
    internal IReadOnlyList<DistributionPoint> FreshestPlaces { get; }

    internal CrlScope Scope { get; }

    /// <summary>Reads a list from a file in DER or PEM.</summary>
    /// <exception cref="TrustRootException">It is not such a list.</exception>
    public static CertificateRevocationList FromFile(ReadOnlyMemory<byte> content)
    {
        try
        {
            return Read(content);
        }
        catch (RefusedException refused)
        {
            throw new TrustRootException(refused.ToRefusal());
        }
    }

    /// <exception cref="RefusedException">It is not such a list.</exception>
    internal static CertificateRevocationList Read(ReadOnlyMemory<byte> content)
    {
        Require(content.Length <= MaxSize, $"it is larger than {MaxSize} bytes");
        ReadOnlyMemory<byte> der = content.Span is [0x30, ..] ? content : Pem.ReadOne(System.Text.Encoding.UTF8.GetString(content.Span), "X509 CRL");
        try
        {
            AsnReader outer = new(der, AsnEncodingRules.DER);
            AsnReader parts = outer.ReadSequence();
            outer.ThrowIfNotEmpty();
            ReadOnlyMemory<byte> toBeSigned = parts.ReadEncodedValue();
            SignatureScheme scheme = AlgorithmIdentifiers.ReadSignature(parts.ReadEncodedValue());
            byte[] signature = parts.ReadBitString(out int unused);
            parts.ThrowIfNotEmpty();
            Require(unused == 0, "its signature does not end on a byte");
            return new CertificateRevocationList(toBeSigned, scheme, signature);
        }
        catch (AsnContentException malformed)
        {
            throw new RefusedException(NotationReasonCodes.RevocationDataMalformed, $"the revocation list is not valid DER: {malformed.Message}");
        }
    }

    /// <summary>Whether the issuer of a certificate signed it, it is current, and nothing in it is beyond our understanding.</summary>
    internal bool IsUsable(Certificate issuer, DateTimeOffset now) =>
        Issuer.Span.SequenceEqual(issuer.Subject.Span)
        && ThisUpdate <= now && now <= NextUpdate
        && extensions.TrueForAll(extension => !extension.IsCritical || extension.Oid is Oids.IssuingDistributionPoint or Oids.DeltaCrlIndicator)
        && (issuer.Extension(Oids.KeyUsage) is null || CertificateUsage.KeyUsagesOf(issuer).HasFlag(KeyUsages.CrlSign))
        && issuer.PublicKey.Verify(scheme, toBeSigned.Span, signature);

    /// <summary>The entry about a certificate; null where there is none.</summary>
    internal RevocationEntry? Find(ReadOnlySpan<byte> serialNumber)
    {
        if (entries.IsEmpty)
        {
            return null;
        }

        AsnReader list = new AsnReader(entries, AsnEncodingRules.DER).ReadSequence();
        while (list.HasData)
        {
            AsnReader entry = list.ReadSequence();
            if (entry.ReadIntegerBytes().Span.SequenceEqual(serialNumber))
            {
                return RevocationEntry.Read(entry);
            }
        }

        return null;
    }

    private CertificateExtension? Find(string oid) => extensions.Find(extension => extension.Oid == oid);

    private BigInteger? ReadNumber(string oid) => Find(oid) is { } extension ? extension.Reader().ReadInteger() : null;

    private static void Require(bool holds, string what) =>
        RefusedException.Unless(holds, NotationReasonCodes.RevocationDataMalformed, $"the revocation list cannot be read: {what}");
}

/// <summary>What a revocation list says about one certificate.</summary>
/// <param name="Reason">The reason's number (RFC 5280 section 5.3.1).</param>
/// <param name="InvalidSince">Since when the certificate is known to be bad; null where it does not say.</param>
internal sealed record RevocationEntry(int Reason, DateTimeOffset? InvalidSince)
{
    public const int RemoveFromList = 8;

    public static RevocationEntry Read(AsnReader entry)
    {
        _ = AsnTime.Read(entry);
        List<CertificateExtension> extensions = entry.HasData ? CertificateExtension.ReadItems(entry.ReadSequence()) : [];
        entry.ThrowIfNotEmpty();
        CertificateExtension? reason = extensions.Find(extension => extension.Oid == Oids.CrlReason);
        return new RevocationEntry(
            reason is null ? 0 : (int)new System.Numerics.BigInteger(reason.Reader().ReadEnumeratedBytes().Span, isBigEndian: true),
            InvalidityDateOf(extensions));
    }

    public static DateTimeOffset? InvalidityDateOf(List<CertificateExtension> extensions) =>
        extensions.Find(extension => extension.Oid == Oids.InvalidityDate)?.Reader().ReadGeneralizedTime();
}

/// <summary>Which certificates a list is about (RFC 5280 section 5.2.5).</summary>
/// <param name="Places">The distribution points it belongs to; empty for any.</param>
/// <param name="UsersOnly">Whether it is about signers' certificates alone.</param>
/// <param name="AuthoritiesOnly">Whether it is about authorities' certificates alone.</param>
/// <param name="IsPartial">Whether it leaves reasons out, is about attributes, or about other issuers' certificates.</param>
internal sealed record CrlScope(IReadOnlyList<string> Places, bool UsersOnly, bool AuthoritiesOnly, bool IsPartial)
{
    public static CrlScope Everything { get; } = new([], false, false, false);

    public static CrlScope Read(CertificateExtension extension)
    {
        AsnReader fields = extension.Reader().ReadSequence();
        IReadOnlyList<string> places = [];
        HashSet<int> set = [];
        while (fields.HasData)
        {
            Asn1Tag tag = fields.PeekTag();
            if (tag.TagValue == 0)
            {
                places = DistributionPoint.ReadName(fields.ReadSequence(tag));
            }
            else if (tag.TagValue == 3)
            {
                _ = fields.ReadEncodedValue();
                set.Add(3);
            }
            else if (fields.ReadBoolean(tag))
            {
                set.Add(tag.TagValue);
            }
        }

        return new CrlScope(places, set.Contains(1), set.Contains(2), set.Contains(3) || set.Contains(4) || set.Contains(5));
    }

    /// <summary>Whether the absence of a certificate from the list means that it is not revoked.</summary>
    public bool Includes(Certificate certificate)
    {
        bool isAuthority = CertificateUsage.IsAuthority(certificate, out _);
        return !IsPartial && !(isAuthority ? UsersOnly : AuthoritiesOnly)
            && (Places.Count == 0 || RevocationPlaces.ListsOf(certificate).Any(Places.Contains));
    }
}
