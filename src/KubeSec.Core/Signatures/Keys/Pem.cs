using System.Formats.Asn1;
using System.Security.Cryptography;

namespace KubeSec.Signatures;

/// <summary>PEM text (RFC 7468) into keys and certificates.</summary>
internal static class Pem
{
    private const int MaxBlocks = 16;

    public static PublicKey ReadPublicKey(string text)
    {
        var blocks = Blocks(text);
        if (blocks is not [var block])
        {
            throw new RefusedException(ReasonCodes.KeyInvalid, $"one PEM public key is expected and {blocks.Count} PEM blocks are there");
        }

        return block.Label switch
        {
            "PUBLIC KEY" => PublicKey.Read(block.Der),
            "RSA PUBLIC KEY" => PublicKey.Read(WrapRsaKey(block.Der)),
            _ => throw new RefusedException(ReasonCodes.KeyInvalid, $"a PEM block 'PUBLIC KEY' is expected and the block is '{block.Label}'"),
        };
    }

    /// <summary>The certificates in the order of the text; any other block is a refusal.</summary>
    public static IReadOnlyList<Certificate> ReadCertificates(string text)
    {
        var blocks = Blocks(text);
        var certificates = new List<Certificate>(blocks.Count);
        foreach (var (label, der) in blocks)
        {
            RefusedException.Unless(label == "CERTIFICATE", ReasonCodes.CertificateMalformed, "a PEM block 'CERTIFICATE' is expected");
            certificates.Add(Certificate.Read(der));
        }

        return certificates;
    }

    /// <summary>The certificates of a file, whose content is PEM or one certificate in DER.</summary>
    public static IReadOnlyList<Certificate> ReadCertificatesOrDer(ReadOnlyMemory<byte> content) =>
        content.Span is [0x30, ..] ? [Certificate.Read(content.ToArray())] : ReadCertificates(System.Text.Encoding.UTF8.GetString(content.Span));

    /// <summary>The content of the one block of a text, which must be of this kind.</summary>
    public static byte[] ReadOne(string text, string label) =>
        Blocks(text) is [var block] && block.Label == label
            ? block.Der : throw new RefusedException(ReasonCodes.KeyInvalid, $"one PEM block '{label}' is expected");

    /// <summary>Puts a bare RSAPublicKey (RFC 8017 appendix A.1.1) into the SubjectPublicKeyInfo every other key comes in.</summary>
    public static byte[] WrapRsaKey(ReadOnlySpan<byte> rsaPublicKey)
    {
        var writer = new AsnWriter(AsnEncodingRules.DER);
        using (writer.PushSequence())
        {
            using (writer.PushSequence())
            {
                writer.WriteObjectIdentifier(Oids.RsaEncryption);
                writer.WriteNull();
            }

            writer.WriteBitString(rsaPublicKey);
        }

        return writer.Encode();
    }

    /// <summary>Every PEM block of <paramref name="text"/>, which must hold at least one.</summary>
    public static IReadOnlyList<(string Label, byte[] Der)> Blocks(string text)
    {
        var blocks = new List<(string, byte[])>();
        var rest = text.AsSpan();
        while (PemEncoding.TryFind(rest, out var fields))
        {
            RefusedException.Unless(blocks.Count < MaxBlocks, ReasonCodes.KeyInvalid, $"more than {MaxBlocks} PEM blocks");
            var der = new byte[fields.DecodedDataLength];
            Convert.TryFromBase64Chars(rest[fields.Base64Data], der, out _);
            blocks.Add((rest[fields.Label].ToString(), der));
            rest = rest[fields.Location.End..];
        }

        RefusedException.Unless(blocks.Count > 0, ReasonCodes.KeyInvalid, "the text holds no PEM block");
        return blocks;
    }
}
