using KubeSec.Network;

namespace KubeSec.Gate.Policies;

/// <summary><c>network</c>: who must and who must not be able to talk to whom, and where pods get their addresses from.</summary>
internal static class NetworkSection
{
    public static NetworkOptions ReadOptions(PolicyNode network)
    {
        network.Allow("podRanges", "deny", "allow");
        return new NetworkOptions { PodRanges = [.. network["podRanges"].Items.Select(ReadRange).OfType<string>()] };
    }

    public static IReadOnlyList<NetworkAssertion> ReadAssertions(PolicyNode network) =>
    [
        .. network["deny"].Items.Select(item => ReadAssertion(item, AssertionKind.Deny)).OfType<NetworkAssertion>(),
        .. network["allow"].Items.Select(item => ReadAssertion(item, AssertionKind.Allow)).OfType<NetworkAssertion>(),
    ];

    private static string? ReadRange(PolicyNode item)
    {
        string? text = item.RequiredText("name a CIDR block such as 10.244.0.0/16");
        if (text is not null && AddressRange.ParseCidr(text) is null)
        {
            item.Report($"'{text}' is no CIDR block such as 10.244.0.0/16");
            return null;
        }

        return text;
    }

    private static NetworkAssertion? ReadAssertion(PolicyNode item, AssertionKind kind)
    {
        item.Allow("from", "to", "port", "protocol");
        string? from = item["from"].RequiredText("say where the connection starts: a workload, namespace/*, *, an IP address or internet");
        string? to = item["to"].RequiredText("say where the connection goes: a workload, namespace/*, *, an IP address or internet");
        int? port = ReadPort(item["port"]);
        NetworkProtocol? protocol = ReadProtocol(item["protocol"]);
        return from is null || to is null ? null : new NetworkAssertion(kind, from, to) { Port = port, Protocol = protocol ?? NetworkProtocol.Tcp, Span = item.Field.Span };
    }

    private static int? ReadPort(PolicyNode node)
    {
        if (node.Exists && node.Field.Integer is not (>= 1 and <= 65535))
        {
            node.Report($"'{node.Field.Text}' is no port number from 1 to 65535");
            return null;
        }

        return (int?)node.Field.Integer;
    }

    private static NetworkProtocol? ReadProtocol(PolicyNode node)
    {
        if (!node.Exists)
        {
            return null;
        }

        if (ProtocolNames.Parse(node.Field.Text) is not { } protocol)
        {
            node.Report($"'{node.Field.Text}' is no protocol of a connection (TCP, UDP, SCTP)");
            return null;
        }

        return protocol;
    }
}
