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
    /// <summary>Private ranges of RFC 1918, RFC 4193 and RFC 6598, and "this network" (RFC 1122), which reaches the machine itself.</summary>
    private static readonly (IPNetwork Range, NetworkZone Zone)[] Ranges =
    [
        (IPNetwork.Parse("10.0.0.0/8"), NetworkZone.Private),
        (IPNetwork.Parse("172.16.0.0/12"), NetworkZone.Private),
        (IPNetwork.Parse("192.168.0.0/16"), NetworkZone.Private),
        (IPNetwork.Parse("100.64.0.0/10"), NetworkZone.Private),
        (IPNetwork.Parse("fc00::/7"), NetworkZone.Private),
        (IPNetwork.Parse("127.0.0.0/8"), NetworkZone.Loopback),
        (IPNetwork.Parse("0.0.0.0/8"), NetworkZone.Loopback),
        (IPNetwork.Parse("::1/128"), NetworkZone.Loopback),
        (IPNetwork.Parse("::/128"), NetworkZone.Loopback),
        (IPNetwork.Parse("169.254.0.0/16"), NetworkZone.LinkLocal),
        (IPNetwork.Parse("fe80::/10"), NetworkZone.LinkLocal),
    ];

    public static NetworkZone Of(IPAddress address)
    {
        IPAddress plain = address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address;
        foreach ((IPNetwork range, NetworkZone zone) in Ranges)
        {
            if (range.BaseAddress.AddressFamily == plain.AddressFamily && range.Contains(plain))
            {
                return zone;
            }
        }

        return NetworkZone.Public;
    }

    /// <summary>Whether a registry in one zone may send us to an address.</summary>
    public static bool MayReach(NetworkZone registry, IPAddress address) => Of(address) is var zone && (zone == NetworkZone.Public || zone == registry);

    /// <summary>Whether a host, as written, is this machine.</summary>
    public static bool IsLoopbackName(string host) =>
        host.Equals("localhost", StringComparison.OrdinalIgnoreCase)
        || (IPAddress.TryParse(host.Trim('[', ']'), out IPAddress? address) && Of(address) == NetworkZone.Loopback);
}
