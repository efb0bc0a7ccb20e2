using System.Buffers.Binary;
using System.Formats.Asn1;

namespace KubeSec.Signatures;

/// <summary>
/// Checks that a signing certificate was promised to a certificate transparency log, so that a certificate issued in
/// secret is worth nothing. Without a trusted log there is nothing to check against, and the certificate is refused.
/// </summary>
internal static class CertificateTransparency
{
    private const byte CertificateEntry = 0;
    private const byte PrecertificateEntry = 1;

    /// <param name="path">The signing certificate and its issuer.</param>
    /// <param name="logs">The logs of the trust root.</param>
    /// <param name="detached">A timestamp delivered beside the certificate, in TLS form or as the log's JSON; null to use the embedded ones.</param>
    public static void Require(CertificatePath path, IReadOnlyList<TransparencyLog> logs, ReadOnlyMemory<byte>? detached)
    {
        RefusedException.Unless(logs.Count > 0, ReasonCodes.SctLogsMissing, "the trust root names no certificate transparency log");
        if (detached is { } single)
        {
            RequireAny([SignedCertificateTimestamp.ReadDetached(single)], logs, timestamp => SignedEntry(timestamp, CertificateEntry, default, path.Leaf.Raw));
            return;
        }

        var extension = path.Leaf.Extension(Oids.EmbeddedSctList)
            ?? throw new RefusedException(ReasonCodes.SctMissing, "the certificate carries no signed certificate timestamp");
        try
        {
            var list = extension.Reader().ReadOctetString();
            var issuerKeyHash = path.Issuer.PublicKey.FingerprintBytes;
            var precertificate = WithoutTimestamps(path.Leaf.ToBeSigned);
            RequireAny(
                SignedCertificateTimestamp.ReadList(list),
                logs,
                timestamp => SignedEntry(timestamp, PrecertificateEntry, issuerKeyHash, precertificate));
        }
        catch (AsnContentException malformed)
        {
            throw new RefusedException(ReasonCodes.SctMalformed, $"the certificate timestamps are not valid DER: {malformed.Message}");
        }
    }

    /// <summary>One good timestamp from a trusted log is enough; a bad one that claims a trusted log is a forgery.</summary>
    private static void RequireAny(
        IReadOnlyList<SignedCertificateTimestamp> timestamps, IReadOnlyList<TransparencyLog> logs, Func<SignedCertificateTimestamp, byte[]> signedEntry)
    {
        var known = false;
        foreach (var timestamp in timestamps)
        {
            var named = logs.Where(log => log.HasId(timestamp.LogId.Span)).ToArray();
            if (named.Length == 0)
            {
                continue;
            }

            known = true;
            var entry = signedEntry(timestamp);
            var signers = named.Where(log => log.Key.Verify(timestamp.Scheme, entry, timestamp.Signature.Span)).ToArray();
            RefusedException.Unless(
                signers.Length > 0, ReasonCodes.SctSignatureInvalid, "the signature of the certificate timestamp does not hold for its log's key");
            RefusedException.Unless(
                signers.Any(log => log.Validity.Contains(TimeOf(timestamp))),
                ReasonCodes.SctLogNotValidAtTime,
                "the certificate transparency log was not in service when it promised");
        }

        RefusedException.Unless(known, ReasonCodes.SctLogUnknown, "no certificate timestamp comes from a log of the trust root");
    }

    private static DateTimeOffset TimeOf(SignedCertificateTimestamp timestamp) =>
        timestamp.Timestamp <= (ulong)DateTimeOffset.MaxValue.ToUnixTimeMilliseconds()
            ? DateTimeOffset.FromUnixTimeMilliseconds((long)timestamp.Timestamp)
            : throw new RefusedException(ReasonCodes.SctMalformed, "the certificate timestamp's time is out of range");

    /// <summary>What a log signs (RFC 6962 section 3.2).</summary>
    private static byte[] SignedEntry(SignedCertificateTimestamp timestamp, byte entryType, ReadOnlySpan<byte> issuerKeyHash, ReadOnlySpan<byte> certificate)
    {
        var entry = new byte[12 + issuerKeyHash.Length + 3 + certificate.Length + 2 + timestamp.Extensions.Length];
        var rest = entry.AsSpan();
        BinaryPrimitives.WriteUInt64BigEndian(rest[2..], timestamp.Timestamp);
        rest[11] = entryType;
        rest = rest[12..];
        issuerKeyHash.CopyTo(rest);
        rest = rest[issuerKeyHash.Length..];
        rest[0] = (byte)(certificate.Length >> 16);
        BinaryPrimitives.WriteUInt16BigEndian(rest[1..], (ushort)certificate.Length);
        certificate.CopyTo(rest[3..]);
        rest = rest[(3 + certificate.Length)..];
        BinaryPrimitives.WriteUInt16BigEndian(rest, (ushort)timestamp.Extensions.Length);
        timestamp.Extensions.Span.CopyTo(rest[2..]);
        return entry;
    }

    /// <summary>The precertificate's TBSCertificate: the final one without the extension that was not yet there.</summary>
    private static byte[] WithoutTimestamps(ReadOnlyMemory<byte> toBeSigned)
    {
        var fields = new AsnReader(toBeSigned, AsnEncodingRules.DER).ReadSequence();
        var writer = new AsnWriter(AsnEncodingRules.DER);
        using (writer.PushSequence())
        {
            while (fields.HasData)
            {
                if (fields.PeekTag() == CertificateTags.Extensions)
                {
                    CopyExtensions(fields.ReadSequence(CertificateTags.Extensions).ReadSequence(), writer);
                }
                else
                {
                    writer.WriteEncodedValue(fields.ReadEncodedValue().Span);
                }
            }
        }

        return writer.Encode();
    }

    private static void CopyExtensions(AsnReader extensions, AsnWriter writer)
    {
        using (writer.PushSequence(CertificateTags.Extensions))
        using (writer.PushSequence())
        {
            while (extensions.HasData)
            {
                var encoded = extensions.ReadEncodedValue();
                if (new AsnReader(encoded, AsnEncodingRules.DER).ReadSequence().ReadObjectIdentifier() != Oids.EmbeddedSctList)
                {
                    writer.WriteEncodedValue(encoded.Span);
                }
            }
        }
    }
}
