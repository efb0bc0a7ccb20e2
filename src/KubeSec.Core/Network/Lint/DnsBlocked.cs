using KubeSec.Findings;

namespace KubeSec.Network;

/// <summary>KS3018: something is allowed out, but not the look-up that comes before it (RFC 7766: DNS needs TCP as well as UDP).</summary>
internal sealed class DnsBlocked : NetworkCheck
{
    private static readonly NetworkProtocol[] Protocols = [NetworkProtocol.Udp, NetworkProtocol.Tcp];

    public override IEnumerable<Finding> Check(NetworkLintContext context)
    {
        foreach ((NetworkWorkload workload, int number) in context.Workloads.Where(pair => !context.Model.Dns.Contains(pair.Workload)))
        {
            Row row = context.Engine.RowOf(number, TrafficDirection.Egress);
            bool goesOut = row.Parts.Any(part => part.Allowed != PortSetPool.None);
            string[] blocked = [.. Protocols.Where(protocol => !MayAsk(context, number, row, protocol)).Select(protocol => protocol.Name())];
            if (row.Policies.Count > 0 && goesOut && blocked.Length > 0)
            {
                yield return Report(NetworkRules.DnsBlocked, workload, $"{workload.Name} is allowed out but may not ask DNS over {string.Join(" or ", blocked)}");
            }
        }
    }

    private static bool MayAsk(NetworkLintContext context, int number, Row row, NetworkProtocol protocol)
    {
        bool inside = context.Model.Dns.Any(dns => PortsOf(dns, protocol).Any(port =>
            context.Engine.Pool[context.Engine.Decide(number, context.Engine.NumberOf(dns)).Possible].Contains(protocol, port)));
        return inside || row.Parts.Any(part => !part.Peers.And(context.Engine.Index.External).IsEmpty && context.Engine.Pool[part.Possible].Contains(protocol, 53));
    }

    private static IEnumerable<int> PortsOf(NetworkWorkload dns, NetworkProtocol protocol) => dns.NamedPorts
        .Where(port => port.Protocol == protocol && port.Name.StartsWith("dns", StringComparison.Ordinal))
        .Select(port => port.Port)
        .DefaultIfEmpty(53);
}
