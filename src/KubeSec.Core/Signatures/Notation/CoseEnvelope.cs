using System.Formats.Cbor;

namespace KubeSec.Signatures;

/// <summary>
/// A Notary Project signature as a tagged COSE_Sign1 (RFC 9052 section 4.2; Notary Project signature-envelope-cose.md). The
/// platform's own COSE reader accepts untagged and detached messages and keeps critical headers to itself, so the few
/// fields are read here, with every length definite and no label twice.
/// </summary>
internal static class CoseEnvelope
{
    private const CborTag Sign1 = (CborTag)18;
    private const int MaxHeaders = 32;
    private const long AlgorithmLabel = 1;
    private const long CriticalLabel = 2;
    private const long ContentTypeLabel = 3;
    private const long CertificateChainLabel = 33;

    public static NotationEnvelope Read(ReadOnlyMemory<byte> cbor)
    {
        try
        {
            return ReadMessage(cbor);
        }
        catch (Exception malformed) when (malformed is CborContentException or InvalidOperationException or OverflowException)
        {
            // InvalidOperationException is how the reader reports a value of another type than the one asked for.
            throw new RefusedException(NotationReasonCodes.EnvelopeMalformed, $"the envelope is not valid COSE: {malformed.Message}");
        }
    }

    private static NotationEnvelope ReadMessage(ReadOnlyMemory<byte> cbor)
    {
        CborReader reader = new(cbor, CborConformanceMode.Strict);
        Require(reader.ReadTag() == Sign1, "it is not a tagged COSE_Sign1");
        Require(reader.ReadStartArray() == 4, "it is not an array of four");
        ReadOnlyMemory<byte> signedHeaders = reader.ReadDefiniteLengthByteString();
        NotationHeaders headers = ReadSigned(signedHeaders);
        (List<Certificate> certificates, byte[]? timestamp) = ReadUnsigned(reader, headers);
        ReadOnlyMemory<byte> payload = reader.ReadDefiniteLengthByteString();
        byte[] signature = reader.ReadDefiniteLengthByteString().ToArray();
        reader.ReadEndArray();
        Require(reader.BytesRemaining == 0, "bytes follow it");
        return new NotationEnvelope(headers, payload, SignatureStructure(signedHeaders, payload), signature, certificates, timestamp);
    }

    private static NotationHeaders ReadSigned(ReadOnlyMemory<byte> encoded)
    {
        CborReader reader = new(encoded, CborConformanceMode.Strict);
        NotationAlgorithm? algorithm = null;
        string? contentType = null;
        string? scheme = null;
        Dictionary<string, DateTimeOffset> times = new(StringComparer.Ordinal);
        List<string> critical = [];
        List<string> names = [];
        foreach (Label label in ReadLabels(reader))
        {
            names.Add(label.ToString());
            switch (label)
            {
                case { Number: AlgorithmLabel }:
                    algorithm = NotationAlgorithm.FromCose(reader.ReadInt64());
                    break;
                case { Number: CriticalLabel }:
                    critical = ReadCritical(reader);
                    break;
                case { Number: ContentTypeLabel }:
                    contentType = ReadText(reader);
                    break;
                case { Text: NotationHeaders.SchemeName }:
                    scheme = ReadText(reader);
                    break;
                case { Text: NotationHeaders.SigningTimeName or NotationHeaders.AuthenticTimeName or NotationHeaders.ExpiryName }:
                    times[label.Text] = ReadTime(reader);
                    break;
                default:
                    reader.SkipValue();
                    break;
            }
        }

        Require(reader.BytesRemaining == 0, "bytes follow its protected headers");
        return new NotationHeaders
        {
            Algorithm = algorithm,
            ContentType = contentType,
            SchemeText = scheme,
            SigningTime = Time(NotationHeaders.SigningTimeName),
            AuthenticTime = Time(NotationHeaders.AuthenticTimeName),
            Expiry = Time(NotationHeaders.ExpiryName),
            Critical = critical,
            Names = names,
        };

        DateTimeOffset? Time(string name) => times.TryGetValue(name, out DateTimeOffset time) ? time : null;
    }

    private static (List<Certificate> Certificates, byte[]? Timestamp) ReadUnsigned(CborReader reader, NotationHeaders headers)
    {
        List<Certificate> certificates = [];
        byte[]? timestamp = null;
        foreach (Label label in ReadLabels(reader))
        {
            // RFC 9052 section 3: no label in both; and what only the signer may say is never taken from here.
            Require(
                !headers.Names.Contains(label.ToString()) && label.Number is not (AlgorithmLabel or CriticalLabel or ContentTypeLabel)
                && !NotationHeaders.SignedOnly.Contains(label.Text),
                $"header '{label}' must stand in the protected headers alone");
            switch (label)
            {
                case { Number: CertificateChainLabel }:
                    certificates = ReadCertificates(reader);
                    break;
                case { Text: NotationHeaders.TimestampName }:
                    timestamp = reader.ReadDefiniteLengthByteString().ToArray();
                    break;
                default:
                    reader.SkipValue();
                    break;
            }
        }

        return (certificates, timestamp);
    }

    /// <summary>Goes through a map; the caller reads or skips the value of each label.</summary>
    private static IEnumerable<Label> ReadLabels(CborReader reader)
    {
        int count = reader.ReadStartMap() ?? throw Malformed("a map has no stated length");
        RequireWithin(count <= MaxHeaders, $"more than {MaxHeaders} headers");
        HashSet<Label> seen = [];
        for (int read = 0; read < count; read++)
        {
            // The platform's reader compares encodings, and one label has several.
            Label label = ReadLabel(reader);
            Require(seen.Add(label), $"header '{label}' stands there twice");
            yield return label;
        }

        reader.ReadEndMap();
    }

    private static Label ReadLabel(CborReader reader) =>
        reader.PeekState() == CborReaderState.TextString ? new Label(null, reader.ReadTextString()) : new Label(reader.ReadInt64(), null);

    private static List<string> ReadCritical(CborReader reader)
    {
        int count = reader.ReadStartArray() ?? throw Malformed("the list of critical headers has no stated length");
        Require(count > 0, "the list of critical headers is empty");
        RequireWithin(count <= MaxHeaders, $"more than {MaxHeaders} critical headers");
        List<string> labels = [];
        while (labels.Count < count)
        {
            labels.Add(ReadLabel(reader).ToString());
        }

        reader.ReadEndArray();
        return labels;
    }

    private static List<Certificate> ReadCertificates(CborReader reader)
    {
        int count = reader.ReadStartArray() ?? throw Malformed("the certificate chain has no stated length");
        RequireWithin(count <= NotationEnvelope.MaxCertificates, $"more than {NotationEnvelope.MaxCertificates} certificates");
        List<Certificate> certificates = [];
        while (certificates.Count < count)
        {
            certificates.Add(Certificate.Read(reader.ReadDefiniteLengthByteString().ToArray()));
        }

        reader.ReadEndArray();
        return certificates;
    }

    private static string ReadText(CborReader reader)
    {
        Require(reader.PeekState() == CborReaderState.TextString, "a header is not a text of stated length");
        return reader.ReadTextString();
    }

    /// <summary>Tag 1 (RFC 8949 section 3.4.2): seconds since 1970, which may have a fraction.</summary>
    private static DateTimeOffset ReadTime(CborReader reader)
    {
        Require(reader.ReadTag() == CborTag.UnixTimeSeconds, "a time is not tagged as one");
        double seconds = reader.PeekState() is CborReaderState.UnsignedInteger or CborReaderState.NegativeInteger ? reader.ReadInt64() : reader.ReadDouble();
        Require(seconds is >= 0 and <= LogEntry.MaxTime, "a time is out of range");
        return DateTimeOffset.UnixEpoch.AddSeconds(seconds);
    }

    /// <summary>Sig_structure (RFC 9052 section 4.4), without external data.</summary>
    private static byte[] SignatureStructure(ReadOnlyMemory<byte> headers, ReadOnlyMemory<byte> payload)
    {
        CborWriter writer = new(CborConformanceMode.Strict);
        writer.WriteStartArray(4);
        writer.WriteTextString("Signature1");
        writer.WriteByteString(headers.Span);
        writer.WriteByteString([]);
        writer.WriteByteString(payload.Span);
        writer.WriteEndArray();
        return writer.Encode();
    }

    private static void RequireWithin(bool holds, string what) =>
        RefusedException.Unless(holds, ReasonCodes.LimitExceeded, $"the envelope holds {what}");

    private static void Require(bool holds, string what)
    {
        if (!holds)
        {
            throw Malformed(what);
        }
    }

    private static RefusedException Malformed(string what) => new(NotationReasonCodes.EnvelopeMalformed, $"the envelope cannot be read: {what}");

    /// <summary>The label of a header: a number or a text.</summary>
    private readonly record struct Label(long? Number, string? Text)
    {
        public override string ToString() => Text ?? FormattableString.Invariant($"label {Number}");
    }
}
