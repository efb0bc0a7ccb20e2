using System.Net;

namespace KubeSec.Feedback.Observations;

/// <summary>Brings addresses into one form, so that the same one is the same text whoever wrote it.</summary>
internal static class PeerAddress
{
    /// <summary>The address in canonical form, IPv4 also where it was mapped to IPv6; null for what is none, and for what never leaves a pod.</summary>
    public static string? Of(string? text)
    {
        if (text is null || text.Contains('%', StringComparison.Ordinal) || !IPAddress.TryParse(text.Trim('[', ']'), out IPAddress? address))
        {
            return null;
        }

        address = address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address;
        // A single number is an IPv4 address to the parser and to nobody else.
        bool written = text.Contains('.', StringComparison.Ordinal) || text.Contains(':', StringComparison.Ordinal);
        return !written || IPAddress.IsLoopback(address) || address.Equals(IPAddress.Any) || address.Equals(IPAddress.IPv6Any) ? null : address.ToString();
    }
}
