using System.Formats.Asn1;

namespace KubeSec.Signatures;

/// <summary>
/// An X.509 v3 certificate (RFC 5280), read strictly: DER only, no duplicate extensions, no trailing bytes.
/// Nothing here is trusted until <see cref="CertificatePath"/> has led it back to an anchor.
/// </summary>
internal sealed class Certificate
{
    /// <summary>Fulcio's certificates take 2 KiB; one with an ML-DSA key and signature takes 8.</summary>
    private const int MaxSize = 64 * 1024;
    private const int MaxExtensions = 64;

    private Certificate()
    {
    }

    public required byte[] Raw { get; init; }

    /// <summary>The signed part, as it stands in <see cref="Raw"/>.</summary>
    public required ReadOnlyMemory<byte> ToBeSigned { get; init; }

    public required ReadOnlyMemory<byte> SerialNumber { get; init; }

    /// <summary>The issuer's name in DER; names are compared byte by byte.</summary>
    public required ReadOnlyMemory<byte> Issuer { get; init; }

    public required ReadOnlyMemory<byte> Subject { get; init; }

    public required ValidityPeriod Validity { get; init; }

    public required PublicKey PublicKey { get; init; }

    public required SignatureScheme SignatureScheme { get; init; }

    public required byte[] Signature { get; init; }

    public required IReadOnlyList<CertificateExtension> Extensions { get; init; }

    public bool IsSelfIssued => Issuer.Span.SequenceEqual(Subject.Span);

    public CertificateExtension? Extension(string oid) => Extensions.FirstOrDefault(extension => extension.Oid == oid);

    public bool IsSignedBy(PublicKey key) => key.Verify(SignatureScheme, ToBeSigned.Span, Signature);

    public bool SameAs(Certificate other) => Raw.AsSpan().SequenceEqual(other.Raw);

    /// <exception cref="RefusedException">It is not a certificate, or not one in DER.</exception>
    public static Certificate Read(byte[] der)
    {
        RefusedException.Unless(der.Length <= MaxSize, ReasonCodes.CertificateMalformed, $"a certificate of more than {MaxSize} bytes");
        try
        {
            var outer = new AsnReader(der, AsnEncodingRules.DER);
            var parts = outer.ReadSequence();
            outer.ThrowIfNotEmpty();
            var toBeSigned = parts.ReadEncodedValue();
            var algorithm = parts.ReadEncodedValue();
            var signature = parts.ReadBitString(out var unused);
            parts.ThrowIfNotEmpty();
            RefusedException.Unless(unused == 0, ReasonCodes.CertificateMalformed, "the certificate's signature does not end on a byte");
            return ReadToBeSigned(der, toBeSigned, algorithm, signature);
        }
        catch (AsnContentException malformed)
        {
            throw new RefusedException(ReasonCodes.CertificateMalformed, $"the certificate is not valid DER: {malformed.Message}");
        }
    }

    private static Certificate ReadToBeSigned(byte[] der, ReadOnlyMemory<byte> toBeSigned, ReadOnlyMemory<byte> algorithm, byte[] signature)
    {
        var fields = new AsnReader(toBeSigned, AsnEncodingRules.DER).ReadSequence();
        var version = fields.PeekTag() == CertificateTags.Version ? ReadVersion(fields) : 1;
        RefusedException.Unless(version == 3, ReasonCodes.CertificateMalformed, "the certificate is not of version 3");
        var serial = fields.ReadIntegerBytes();
        RefusedException.Unless(
            fields.ReadEncodedValue().Span.SequenceEqual(algorithm.Span),
            ReasonCodes.CertificateMalformed,
            "the certificate names two signature algorithms");
        var issuer = ReadName(fields);
        var validity = ReadValidity(fields.ReadSequence());
        var subject = ReadName(fields);
        var key = PublicKey.Read(fields.ReadEncodedValue().Span);
        var extensions = fields.HasData && fields.PeekTag() == CertificateTags.Extensions ? ReadExtensions(fields) : [];
        fields.ThrowIfNotEmpty();
        return new Certificate
        {
            Raw = der,
            ToBeSigned = toBeSigned,
            SerialNumber = serial,
            Issuer = issuer,
            Subject = subject,
            Validity = validity,
            PublicKey = key,
            SignatureScheme = AlgorithmIdentifiers.ReadSignature(algorithm),
            Signature = signature,
            Extensions = extensions,
        };
    }

    private static int ReadVersion(AsnReader fields)
    {
        var wrapper = fields.ReadSequence(CertificateTags.Version);
        var version = wrapper.TryReadInt32(out var value) ? value + 1 : 0;
        wrapper.ThrowIfNotEmpty();
        return version;
    }

    /// <summary>A name (RFC 5280 section 4.1.2.4), which is compared byte by byte; only its form is checked.</summary>
    private static ReadOnlyMemory<byte> ReadName(AsnReader fields)
    {
        var encoded = fields.PeekEncodedValue();
        for (var names = fields.ReadSequence(); names.HasData;)
        {
            var name = names.ReadSetOf(skipSortOrderValidation: true);
            do
            {
                var attribute = name.ReadSequence();
                _ = attribute.ReadObjectIdentifier();
                _ = attribute.ReadEncodedValue();
                attribute.ThrowIfNotEmpty();
            }
            while (name.HasData);
        }

        return encoded;
    }

    private static ValidityPeriod ReadValidity(AsnReader validity)
    {
        var start = AsnTime.Read(validity);
        var end = AsnTime.Read(validity);
        validity.ThrowIfNotEmpty();
        return new ValidityPeriod(start, end);
    }

    private static List<CertificateExtension> ReadExtensions(AsnReader fields)
    {
        var wrapper = fields.ReadSequence(CertificateTags.Extensions);
        var list = wrapper.ReadSequence();
        wrapper.ThrowIfNotEmpty();
        var extensions = new List<CertificateExtension>();
        while (list.HasData)
        {
            var extension = CertificateExtension.Read(list.ReadSequence());
            RefusedException.Unless(
                extensions.Count < MaxExtensions && extensions.TrueForAll(seen => seen.Oid != extension.Oid),
                ReasonCodes.CertificateMalformed,
                $"the certificate has extension {extension.Oid} twice, or more than {MaxExtensions} extensions");
            extensions.Add(extension);
        }

        return extensions;
    }
}

/// <summary>The context tags of a TBSCertificate (RFC 5280 section 4.1).</summary>
internal static class CertificateTags
{
    public static readonly Asn1Tag Version = new(TagClass.ContextSpecific, 0, isConstructed: true);
    public static readonly Asn1Tag Extensions = new(TagClass.ContextSpecific, 3, isConstructed: true);
}
