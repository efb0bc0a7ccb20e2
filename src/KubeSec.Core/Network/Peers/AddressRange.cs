using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;

namespace KubeSec.Network;

/// <summary>
/// A stretch of IP addresses of one family, both ends included.
/// IPv4 addresses are the numbers below 2^32 of the family <see cref="AddressFamily.InterNetwork"/>.
/// </summary>
internal readonly record struct AddressRange(AddressFamily Family, UInt128 First, UInt128 Last) : IComparable<AddressRange>
{
    public static AddressRange EveryIPv4 { get; } = new(AddressFamily.InterNetwork, 0, uint.MaxValue);

    public static AddressRange EveryIPv6 { get; } = new(AddressFamily.InterNetworkV6, 0, UInt128.MaxValue);

    /// <summary>Reads CIDR notation. Bits beyond the prefix are masked away, as the API server's parser does (net.ParseCIDR).</summary>
    public static AddressRange? ParseCidr(string text)
    {
        int slash = text.IndexOf('/', StringComparison.Ordinal);
        if (slash < 0 || ParseAddress(text[..slash]) is not { } address || ParsePrefix(text[(slash + 1)..]) is not { } prefix)
        {
            return null;
        }

        int width = address.Family == AddressFamily.InterNetwork ? 32 : 128;
        if (prefix > width)
        {
            return null;
        }

        UInt128 hosts = prefix == 0 && width == 128 ? UInt128.MaxValue : (UInt128.One << (width - prefix)) - 1;
        UInt128 first = address.First & ~hosts;
        return new AddressRange(address.Family, first, first | hosts);
    }

    /// <summary>One address; four plain decimal parts for IPv4, because leading zeros mean octal to some readers.</summary>
    public static AddressRange? ParseAddress(string text)
    {
        if (!IPAddress.TryParse(text, out IPAddress? parsed) || text.Contains('%', StringComparison.Ordinal))
        {
            return null;
        }

        if (parsed.AddressFamily == AddressFamily.InterNetwork && parsed.ToString() != text)
        {
            return null;
        }

        UInt128 number = Number(parsed);
        return new AddressRange(parsed.AddressFamily, number, number);
    }

    public bool Overlaps(AddressRange other) => Family == other.Family && First <= other.Last && other.First <= Last;

    public bool Contains(AddressRange other) => Family == other.Family && First <= other.First && other.Last <= Last;

    /// <summary>What is left of this range without the others; the others may overlap one another.</summary>
    public IEnumerable<AddressRange> Except(IEnumerable<AddressRange> others)
    {
        UInt128 first = First;
        AddressRange whole = this;
        foreach (AddressRange cut in others.Where(whole.Overlaps).Order())
        {
            if (cut.First > first)
            {
                yield return new AddressRange(whole.Family, first, cut.First - 1);
            }

            if (cut.Last >= whole.Last)
            {
                yield break;
            }

            first = UInt128.Max(first, cut.Last + 1);
        }

        yield return new AddressRange(whole.Family, first, whole.Last);
    }

    public int CompareTo(AddressRange other)
    {
        int byFamily = Family.CompareTo(other.Family);
        int byFirst = byFamily != 0 ? byFamily : First.CompareTo(other.First);
        return byFirst != 0 ? byFirst : Last.CompareTo(other.Last);
    }

    /// <summary><c>10.0.0.0-10.255.255.255</c>: both ends, always.</summary>
    public override string ToString() => $"{Address(First)}-{Address(Last)}";

    private static int? ParsePrefix(string text) =>
        text.Length is > 0 and <= 3 && text.All(char.IsAsciiDigit) && (text.Length == 1 || text[0] != '0')
            ? int.Parse(text, System.Globalization.CultureInfo.InvariantCulture)
            : null;

    private static UInt128 Number(IPAddress address)
    {
        byte[] bytes = address.GetAddressBytes();
        return bytes.Length == 4 ? BinaryPrimitives.ReadUInt32BigEndian(bytes) : BinaryPrimitives.ReadUInt128BigEndian(bytes);
    }

    private IPAddress Address(UInt128 number)
    {
        Span<byte> bytes = stackalloc byte[16];
        BinaryPrimitives.WriteUInt128BigEndian(bytes, number);
        return new IPAddress(Family == AddressFamily.InterNetwork ? bytes[12..] : bytes);
    }
}
