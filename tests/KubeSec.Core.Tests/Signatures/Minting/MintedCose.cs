using System.Text;

namespace KubeSec.Core.Tests.Signatures;

/// <summary>A COSE envelope put together from encoded parts, each of which can be made odd; it is signed as it then stands.</summary>
internal sealed class MintedCose
{
    private readonly MintedNotary notary = new();

    public MintedCose()
    {
        Protected =
        [
            [.. Number(1), .. Negative(7)],
            [.. Number(2), .. Array(Text("io.cncf.notary.signingScheme"))],
            [.. Number(3), .. Text("application/vnd.cncf.notary.payload.v1+json")],
            [.. Text("io.cncf.notary.signingScheme"), .. Text("notary.x509")],
            [.. Text("io.cncf.notary.signingTime"), .. Tag(1, Number((ulong)MintedNotary.Now.AddMinutes(-1).ToUnixTimeSeconds()))],
        ];
        Unprotected = [[.. Number(33), .. Array([.. notary.Chain.Select(Bytes)])]];
        PayloadBytes = MintedNotary.Payload();
    }

    /// <summary>Headers, each its label and its value.</summary>
    public List<byte[]> Protected { get; }

    public List<byte[]> Unprotected { get; }

    public byte[] PayloadBytes { get; }

    /// <summary>The map inside the protected headers' byte string.</summary>
    public Func<List<byte[]>, byte[]> ProtectedMap { get; set; } = headers => Map([.. headers]);

    public Func<List<byte[]>, byte[]> UnprotectedMap { get; set; } = headers => Map([.. headers]);

    /// <summary>How the three byte strings are encoded.</summary>
    public Func<byte[], byte[]> ProtectedString { get; set; } = Bytes;

    public Func<byte[], byte[]> PayloadString { get; set; } = Bytes;

    public Func<byte[], byte[]> SignatureString { get; set; } = Bytes;

    /// <summary>The array of the four parts.</summary>
    public Func<byte[][], byte[]> Message { get; set; } = parts => Array(parts);

    /// <summary>What stands around the array.</summary>
    public Func<byte[], byte[]> Whole { get; set; } = message => Tag(18, message);

    public byte[] Encode()
    {
        byte[] headers = ProtectedMap(Protected);
        byte[] signature = notary.SignBytes(Array(Text("Signature1"), Bytes(headers), Bytes([]), Bytes(PayloadBytes)));
        return Whole(Message([ProtectedString(headers), UnprotectedMap(Unprotected), PayloadString(PayloadBytes), SignatureString(signature)]));
    }

    public string? Reason() => MintedNotary.ReasonFor(notary.Candidate(Encode(), "application/cose"), notary.Trusted);

    public static byte[] Number(ulong value) => Head(0, value);

    /// <summary>The number below zero by this much.</summary>
    public static byte[] Negative(ulong value) => Head(1, value - 1);

    public static byte[] Bytes(byte[] value) => [.. Head(2, (ulong)value.Length), .. value];

    public static byte[] Text(string value) => [.. Head(3, (ulong)Encoding.UTF8.GetByteCount(value)), .. Encoding.UTF8.GetBytes(value)];

    public static byte[] Array(params byte[][] items) => [.. Head(4, (ulong)items.Length), .. items.SelectMany(item => item)];

    /// <summary>A map of entries, each its label and its value.</summary>
    public static byte[] Map(params byte[][] entries) => [.. Head(5, (ulong)entries.Length), .. entries.SelectMany(entry => entry)];

    public static byte[] Tag(ulong tag, byte[] item) => [.. Head(6, tag), .. item];

    /// <summary>The same item with its number in 8 bytes, where fewer would do.</summary>
    public static byte[] Longer(byte[] item)
    {
        int length = (item[0] & 31) switch { < 24 => 0, 24 => 1, 25 => 2, 26 => 4, _ => 8 };
        byte[] number = length == 0 ? [(byte)(item[0] & 31)] : item[1..(1 + length)];
        return [(byte)((item[0] & 0xE0) | 27), .. new byte[8 - number.Length], .. number, .. item[(1 + length)..]];
    }

    /// <summary>An array or map without a stated length, or a string in pieces; the pieces are given.</summary>
    public static byte[] Indefinite(int major, params byte[][] items) => [(byte)((major << 5) | 31), .. items.SelectMany(item => item), 0xFF];

    private static byte[] Head(int major, ulong number)
    {
        byte type = (byte)(major << 5);
        return number switch
        {
            < 24 => [(byte)(type | (byte)number)],
            <= byte.MaxValue => [(byte)(type | 24), (byte)number],
            <= ushort.MaxValue => [(byte)(type | 25), (byte)(number >> 8), (byte)number],
            <= uint.MaxValue => [(byte)(type | 26), .. BigEndian(number)[4..]],
            _ => [(byte)(type | 27), .. BigEndian(number)],
        };
    }

    private static byte[] BigEndian(ulong number)
    {
        byte[] bytes = new byte[8];
        System.Buffers.Binary.BinaryPrimitives.WriteUInt64BigEndian(bytes, number);
        return bytes;
    }
}
