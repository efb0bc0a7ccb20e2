using System.Formats.Asn1;

namespace KubeSec.Signatures;

/// <summary>The one SignerInfo of a time stamp (RFC 5652 section 5.3).</summary>
/// <param name="Issuer">The signer certificate's issuer, when named by issuer and serial number.</param>
/// <param name="SerialNumber">Its serial number, likewise.</param>
/// <param name="KeyIdentifier">Its subject key identifier, when named by that.</param>
/// <param name="DigestHash">The hash of the signed attributes' message digest.</param>
/// <param name="Scheme">How the signature was made.</param>
/// <param name="SignedAttributes">The signed bytes: the attributes as a SET OF.</param>
/// <param name="MessageDigest">The stated digest of the content.</param>
/// <param name="CertificateHash">The stated hash of the signer's certificate (RFC 5816), or RFC 2634's with SHA-1.</param>
/// <param name="Signature">The signature.</param>
internal sealed record TimestampSigner(
    ReadOnlyMemory<byte> Issuer,
    ReadOnlyMemory<byte> SerialNumber,
    ReadOnlyMemory<byte> KeyIdentifier,
    HashKind DigestHash,
    SignatureScheme Scheme,
    byte[] SignedAttributes,
    byte[] MessageDigest,
    SigningCertificateHash CertificateHash,
    byte[] Signature)
{
    private static readonly Asn1Tag Context0 = new(TagClass.ContextSpecific, 0, isConstructed: true);
    private static readonly Asn1Tag Context0Primitive = new(TagClass.ContextSpecific, 0);

    public static TimestampSigner Read(AsnReader info)
    {
        Require(info.TryReadInt32(out var version) && version is 1 or 3, "its signer is of an unknown version");
        var (issuer, serial, keyIdentifier) = ReadIdentifier(info, version);
        var hash = AlgorithmIdentifiers.ReadHash(info);
        var attributes = info.ReadEncodedValue();
        var scheme = ReadScheme(info.ReadEncodedValue(), hash);
        var signature = info.ReadOctetString();
        info.ThrowIfNotEmpty();
        var (digest, certificateHash) = ReadAttributes(attributes);

        // The tag in the message is [0]; what is signed has the SET OF tag instead (RFC 5652 section 5.4).
        var signed = attributes.ToArray();
        signed[0] = 0x31;
        return new TimestampSigner(issuer, serial, keyIdentifier, hash, scheme, signed, digest, certificateHash, signature);
    }

    /// <summary>Whether this signer names that certificate, by both of the ways in which it does.</summary>
    public bool Names(Certificate certificate) =>
        (KeyIdentifier.IsEmpty
            ? certificate.Issuer.Span.SequenceEqual(Issuer.Span) && certificate.SerialNumber.Span.SequenceEqual(SerialNumber.Span)
            : SubjectKeyIdentifier(certificate) is { } own && own.AsSpan().SequenceEqual(KeyIdentifier.Span))
        && CertificateHash.IsOf(certificate);

    private static byte[]? SubjectKeyIdentifier(Certificate certificate) => certificate.Extension(Oids.SubjectKeyIdentifier)?.Reader().ReadOctetString();

    private static (ReadOnlyMemory<byte> Issuer, ReadOnlyMemory<byte> Serial, ReadOnlyMemory<byte> KeyIdentifier) ReadIdentifier(AsnReader info, int version)
    {
        if (version == 3)
        {
            return (default, default, info.ReadOctetString(Context0Primitive));
        }

        var pair = info.ReadSequence();
        var issuer = pair.ReadEncodedValue();
        var serial = pair.ReadIntegerBytes();
        pair.ThrowIfNotEmpty();
        return (issuer, serial, default);
    }

    /// <summary>Some authorities name the bare key algorithm here; then the hash is that of the digest.</summary>
    private static SignatureScheme ReadScheme(ReadOnlyMemory<byte> algorithm, HashKind digestHash)
    {
        var oid = new AsnReader(algorithm, AsnEncodingRules.DER).ReadSequence().ReadObjectIdentifier();
        return oid switch
        {
            Oids.RsaEncryption => SignatureScheme.RsaPkcs1(digestHash),
            Oids.EcPublicKey => SignatureScheme.Ecdsa(digestHash),
            _ => AlgorithmIdentifiers.ReadSignature(algorithm),
        };
    }

    private static (byte[] MessageDigest, SigningCertificateHash CertificateHash) ReadAttributes(ReadOnlyMemory<byte> encoded)
    {
        var outer = new AsnReader(encoded, AsnEncodingRules.DER);
        var attributes = outer.ReadSetOf(Context0);
        outer.ThrowIfNotEmpty();
        var seen = new HashSet<string>();
        byte[]? digest = null;
        SigningCertificateHash? certificateHash = null;
        while (attributes.HasData)
        {
            var attribute = attributes.ReadSequence();
            var oid = attribute.ReadObjectIdentifier();
            Require(seen.Add(oid), "it has a signed attribute twice");
            var values = attribute.ReadSetOf();
            attribute.ThrowIfNotEmpty();
            switch (oid)
            {
                case Oids.ContentTypeAttribute:
                    Require(values.ReadObjectIdentifier() == Oids.TimeStampInfo, "its content type attribute is not that of a time stamp");
                    break;
                case Oids.MessageDigestAttribute:
                    digest = values.ReadOctetString();
                    break;
                case Oids.SigningCertificateAttribute:
                    certificateHash ??= SigningCertificateHash.ReadVersion1(values);
                    break;
                case Oids.SigningCertificateV2Attribute:
                    certificateHash = SigningCertificateHash.ReadVersion2(values);
                    break;
            }
        }

        Require(seen.Contains(Oids.ContentTypeAttribute) && digest is not null, "it lacks a signed content type or message digest");
        Require(certificateHash is not null, "it does not say which certificate signed it");
        return (digest!, certificateHash!);
    }

    private static void Require([System.Diagnostics.CodeAnalysis.DoesNotReturnIf(false)] bool holds, string what) =>
        RefusedException.Unless(holds, ReasonCodes.TimestampMalformed, $"the time stamp cannot be read: {what}");
}
