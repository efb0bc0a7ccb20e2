using System.Formats.Asn1;

namespace KubeSec.Signatures;

/// <summary>One extension of a certificate.</summary>
/// <param name="Oid">What it is.</param>
/// <param name="IsCritical">Whether a verifier that does not know it must refuse the certificate.</param>
/// <param name="Value">The content of its octet string.</param>
internal sealed record CertificateExtension(string Oid, bool IsCritical, ReadOnlyMemory<byte> Value)
{
    public static CertificateExtension Read(AsnReader extension)
    {
        var oid = extension.ReadObjectIdentifier();
        var critical = extension.PeekTag().HasSameClassAndValue(Asn1Tag.Boolean) && extension.ReadBoolean();
        var value = extension.ReadOctetString();
        extension.ThrowIfNotEmpty();
        return new CertificateExtension(oid, critical, value);
    }

    public AsnReader Reader() => new(Value, AsnEncodingRules.DER);
}
