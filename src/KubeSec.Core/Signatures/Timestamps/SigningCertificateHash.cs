using System.Formats.Asn1;

namespace KubeSec.Signatures;

/// <summary>A signed attribute that names the signer's certificate by its hash (RFC 2634 section 5.4, RFC 5035, RFC 5816).</summary>
/// <param name="Hash">The hash; null for the SHA-1 of version 1, which is a name here and carries no trust.</param>
/// <param name="Value">The hash of the certificate.</param>
internal sealed record SigningCertificateHash(HashKind? Hash, byte[] Value)
{
    public static SigningCertificateHash ReadVersion1(AsnReader values) => new(null, FirstIdentifier(values).ReadOctetString());

    public static SigningCertificateHash ReadVersion2(AsnReader values)
    {
        var identifier = FirstIdentifier(values);
        var hash = identifier.PeekTag().HasSameClassAndValue(Asn1Tag.Sequence) ? AlgorithmIdentifiers.ReadHash(identifier) : HashKind.Sha256;
        return new SigningCertificateHash(hash, identifier.ReadOctetString());
    }

    public bool IsOf(Certificate certificate) => Value.AsSpan().SequenceEqual(Hash is { } hash ? hash.Hash(certificate.Raw) : Sha1Name.Of(certificate.Raw));

    /// <summary>The first certificate of the list is the signer's.</summary>
    private static AsnReader FirstIdentifier(AsnReader values)
    {
        var attribute = values.ReadSequence();
        values.ThrowIfNotEmpty();
        return attribute.ReadSequence().ReadSequence();
    }
}
