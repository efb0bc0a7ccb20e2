using System.Net;

namespace KubeSec.Images.Registries;

/// <summary>How far from the public internet an address is.</summary>
internal enum NetworkZone
{
    Public,
    Private,
    Loopback,
    LinkLocal,
}

/// <summary>
/// Tells the zone of an address. A registry names the place of its token service and where its blobs lie; one on the
/// public internet must not be able to make us ask a machine of our own network, such as a cloud's metadata service.
/// </summary>
internal static class NetworkZones
{
    /// <summary>
    /// Private ranges of RFC 1918, RFC 4193 and RFC 6598, those for protocols and measurements (RFC 6890, RFC 2544) and the older
    /// site-local one (RFC 3879), and "this network" (RFC 1122), which reaches the machine itself.
    /// </summary>
    private static readonly (IPNetwork Range, NetworkZone Zone)[] Ranges =
    [
        (IPNetwork.Parse("10.0.0.0/8"), NetworkZone.Private),
        (IPNetwork.Parse("172.16.0.0/12"), NetworkZone.Private),
        (IPNetwork.Parse("192.168.0.0/16"), NetworkZone.Private),
        (IPNetwork.Parse("100.64.0.0/10"), NetworkZone.Private),
        (IPNetwork.Parse("192.0.0.0/24"), NetworkZone.Private),
        (IPNetwork.Parse("198.18.0.0/15"), NetworkZone.Private),
        (IPNetwork.Parse("fc00::/7"), NetworkZone.Private),
        (IPNetwork.Parse("fec0::/10"), NetworkZone.Private),
        (IPNetwork.Parse("127.0.0.0/8"), NetworkZone.Loopback),
        (IPNetwork.Parse("0.0.0.0/8"), NetworkZone.Loopback),
        (IPNetwork.Parse("::1/128"), NetworkZone.Loopback),
        (IPNetwork.Parse("::/128"), NetworkZone.Loopback),
        (IPNetwork.Parse("169.254.0.0/16"), NetworkZone.LinkLocal),
        (IPNetwork.Parse("fe80::/10"), NetworkZone.LinkLocal),
    ];

    private static readonly IPNetwork Translated = IPNetwork.Parse("64:ff9b::/96");
    private static readonly IPNetwork SixToFour = IPNetwork.Parse("2002::/16");

    public static NetworkZone Of(IPAddress address)
    {
        IPAddress plain = Embedded(address) ?? address;
        foreach ((IPNetwork range, NetworkZone zone) in Ranges)
        {
            if (range.BaseAddress.AddressFamily == plain.AddressFamily && range.Contains(plain))
            {
                return zone;
            }
        }

        return NetworkZone.Public;
    }

    /// <summary>The zone of a host as written; a name that is no address and not this machine's may be anywhere.</summary>
    public static NetworkZone OfName(string host) =>
        IPAddress.TryParse(host, out IPAddress? address) ? Of(address)
        : IsLoopbackName(host) || host.EndsWith(".localhost", StringComparison.OrdinalIgnoreCase) ? NetworkZone.Loopback : NetworkZone.Public;

    /// <summary>The IPv4 address that an IPv6 one leads to: mapped, translated (RFC 6052) or by 6to4 (RFC 3056).</summary>
    private static IPAddress? Embedded(IPAddress address)
    {
        if (address.IsIPv4MappedToIPv6)
        {
            return address.MapToIPv4();
        }

        byte[] bytes = address.GetAddressBytes();
        return Translated.Contains(address) ? new IPAddress(bytes.AsSpan(12))
            : SixToFour.Contains(address) ? new IPAddress(bytes.AsSpan(2, 4)) : null;
    }

    /// <summary>Whether a registry in one zone may send us to an address.</summary>
    public static bool MayReach(NetworkZone registry, IPAddress address) => Of(address) is var zone && (zone == NetworkZone.Public || zone == registry);

    /// <summary>Whether a host, as written, is this machine.</summary>
    public static bool IsLoopbackName(string host) =>
        host.Equals("localhost", StringComparison.OrdinalIgnoreCase)
        || (IPAddress.TryParse(host.Trim('[', ']'), out IPAddress? address) && Of(address) == NetworkZone.Loopback);
}
