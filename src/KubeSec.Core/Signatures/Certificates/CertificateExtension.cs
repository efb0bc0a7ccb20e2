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

    /// <summary>The extensions of a list that is wrapped once more, as those of revocation data are.</summary>
    public static List<CertificateExtension> ReadList(AsnReader wrapper)
    {
        var list = wrapper.ReadSequence();
        wrapper.ThrowIfNotEmpty();
        return ReadItems(list);
    }

    /// <summary>Every extension of a list; one that is there twice would have two meanings.</summary>
    public static List<CertificateExtension> ReadItems(AsnReader list)
    {
        var extensions = new List<CertificateExtension>();
        while (list.HasData)
        {
            var extension = Read(list.ReadSequence());
            if (extensions.Exists(seen => seen.Oid == extension.Oid))
            {
                throw new AsnContentException($"extension {extension.Oid} is there twice");
            }

            extensions.Add(extension);
        }

        return extensions;
    }

    public AsnReader Reader() => new(Value, AsnEncodingRules.DER);
}
