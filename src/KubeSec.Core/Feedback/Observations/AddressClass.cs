using System.Net;

namespace KubeSec.Feedback.Observations;

/// <summary>Sorts a peer's address into the classes that network policies tell apart.</summary>
internal static class AddressClass
{
    // Instance metadata of the large clouds: 169.254.169.254, and fd00:ec2::254 on EC2.
    private static readonly IPAddress Metadata6 = IPAddress.Parse("fd00:ec2::254");

    public static string Of(string address)
    {
        if (!IPAddress.TryParse(address, out IPAddress? parsed))
        {
            return "name";
        }

        if (parsed.IsIPv4MappedToIPv6)
        {
            parsed = parsed.MapToIPv4();
        }

        byte[] bytes = parsed.GetAddressBytes();
        return bytes switch
        {
            _ when IPAddress.IsLoopback(parsed) => "loopback",
            [169, 254, 169, 254] => "metadata",
            _ when parsed.Equals(Metadata6) => "metadata",
            [10, ..] or [192, 168, _, _] or [172, >= 16 and <= 31, _, _] or [100, >= 64 and <= 127, _, _] => "private",
            { Length: 16 } when (bytes[0] & 0xfe) == 0xfc || parsed.IsIPv6LinkLocal => "private",
            [169, 254, ..] => "link-local",
            _ => "public",
        };
    }
}
