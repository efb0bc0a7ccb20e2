using System.Buffers.Binary;

namespace KubeSec.Signatures;

/// <summary>A certificate transparency log's promise to include a certificate (RFC 6962 section 3.2).</summary>
/// <param name="LogId">SHA-256 of the log's key.</param>
/// <param name="Timestamp">When the log saw the certificate, in milliseconds since 1970.</param>
/// <param name="Extensions">Covered by the signature.</param>
/// <param name="Hash">TLS hash algorithm.</param>
/// <param name="Signer">TLS signature algorithm.</param>
/// <param name="Signature">As the log made it.</param>
internal sealed record SignedCertificateTimestamp(
    ReadOnlyMemory<byte> LogId, ulong Timestamp, ReadOnlyMemory<byte> Extensions, byte Hash, byte Signer, ReadOnlyMemory<byte> Signature)
{
    private const int MaxTimestamps = 16;
    private const int MaxJsonSize = 128 * 1024;

    /// <summary>Reads a TLS SignedCertificateTimestampList.</summary>
    public static IReadOnlyList<SignedCertificateTimestamp> ReadList(ReadOnlyMemory<byte> list)
    {
        var reader = new TlsReader(list);
        var items = new TlsReader(reader.Vector16());
        reader.RequireEnd();
        var timestamps = new List<SignedCertificateTimestamp>();
        while (!items.IsAtEnd)
        {
            RefusedException.Unless(timestamps.Count < MaxTimestamps, ReasonCodes.SctMalformed, $"more than {MaxTimestamps} certificate timestamps");
            timestamps.Add(Read(items.Vector16()));
        }

        RefusedException.Unless(timestamps.Count > 0, ReasonCodes.SctMissing, "the list of certificate timestamps is empty");
        return timestamps;
    }

    /// <summary>Reads one that came by itself: in TLS form, or as the log answers (RFC 6962 section 4.1).</summary>
    public static SignedCertificateTimestamp ReadDetached(ReadOnlyMemory<byte> timestamp) => timestamp.Span is [(byte)'{', ..]
        ? StrictJson.Parse(timestamp, MaxJsonSize, "certificate timestamp", ReasonCodes.SctMalformed, ReadJson)
        : Read(timestamp);

    private static SignedCertificateTimestamp ReadJson(StrictJson json)
    {
        json.Only("sct_version", "id", "timestamp", "extensions", "signature");
        var id = json.Bytes("id");
        var time = json.Number("timestamp");
        var extensions = json.OptionalBytes("extensions") ?? [];
        RefusedException.Unless(
            json.Number("sct_version") == 0 && id.Length == 32 && time >= 0 && extensions.Length <= ushort.MaxValue,
            ReasonCodes.SctMalformed,
            "the certificate timestamp is not of version 1, or a part has the wrong size");
        var signature = new TlsReader(json.Bytes("signature"));
        var read = new SignedCertificateTimestamp(id, (ulong)time, extensions, signature.Byte(), signature.Byte(), signature.Vector16());
        signature.RequireEnd();
        return read;
    }

    /// <summary>Reads one TLS SignedCertificateTimestamp.</summary>
    public static SignedCertificateTimestamp Read(ReadOnlyMemory<byte> timestamp)
    {
        var reader = new TlsReader(timestamp);
        RefusedException.Unless(reader.Byte() == 0, ReasonCodes.SctMalformed, "the certificate timestamp is not of version 1");
        var read = new SignedCertificateTimestamp(
            reader.Bytes(32),
            BinaryPrimitives.ReadUInt64BigEndian(reader.Bytes(8).Span),
            reader.Vector16(),
            reader.Byte(),
            reader.Byte(),
            reader.Vector16());
        reader.RequireEnd();
        return read;
    }

    /// <summary>TLS 1.2 names (RFC 5246 section 7.4.1.4.1); RFC 6962 section 2.1.4 allows these two.</summary>
    public SignatureScheme Scheme => (Hash, Signer) switch
    {
        (4, 3) => SignatureScheme.Ecdsa(HashKind.Sha256),
        (4, 1) => SignatureScheme.RsaPkcs1(HashKind.Sha256),
        _ => throw new RefusedException(ReasonCodes.SctMalformed, "the certificate timestamp is signed with neither ECDSA nor RSA over SHA-256"),
    };
}

/// <summary>Reads the TLS presentation language (RFC 5246 section 4) within bounds.</summary>
internal sealed class TlsReader(ReadOnlyMemory<byte> data)
{
    private ReadOnlyMemory<byte> _rest = data;

    public bool IsAtEnd => _rest.IsEmpty;

    public byte Byte() => Bytes(1).Span[0];

    public ReadOnlyMemory<byte> Vector16() => Bytes(BinaryPrimitives.ReadUInt16BigEndian(Bytes(2).Span));

    public ReadOnlyMemory<byte> Bytes(int count)
    {
        RefusedException.Unless(_rest.Length >= count, ReasonCodes.SctMalformed, "the certificate timestamp is cut short");
        var taken = _rest[..count];
        _rest = _rest[count..];
        return taken;
    }

    public void RequireEnd() =>
        RefusedException.Unless(IsAtEnd, ReasonCodes.SctMalformed, "bytes follow the certificate timestamp");
}
