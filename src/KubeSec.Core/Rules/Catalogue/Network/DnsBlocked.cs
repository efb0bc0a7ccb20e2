using KubeSec.Findings;
using KubeSec.Network;

namespace KubeSec.Rules.Catalogue.Network;

/// <summary>Something is allowed out, but not the look-up that comes before it (RFC 7766: DNS needs TCP as well as UDP).</summary>
internal sealed class DnsBlocked : NetworkRule
{
    private static readonly NetworkProtocol[] Protocols = [NetworkProtocol.Udp, NetworkProtocol.Tcp];

    public override RuleInfo Info { get; } = new()
    {
        Code = "KS3018",
        Name = "dns-blocked",
        Title = "Workload is allowed out but may not resolve names",
        Severity = Severity.Medium,
        Category = RuleCategory.Network,
        Why = "Name look-ups fail, over UDP always or over TCP for answers that do not fit a datagram, and what the policy allows does not work.",
        Attack = "The hasty repair opens all egress, and with it the way out for whatever is found.",
        Remedy = "Allow egress to the cluster's DNS pods on port 53, UDP and TCP.",
        WhenToWaive = "Workloads that only ever use addresses.",
        Frameworks = [new("nsa", "network-policies"), new("cis", "5.3.2"), new("owasp", "K05"), new("attack", "T1210")],
    };

    protected override void Check(NetworkAnalyzer network, RuleContext context)
    {
        foreach ((NetworkWorkload workload, int number) in Workloads(network).Where(pair => !network.Model.Dns.Contains(pair.Workload)))
        {
            Row row = network.Engine.RowOf(number, TrafficDirection.Egress);
            bool goesOut = row.Parts.Any(part => part.Allowed != PortSetPool.None);
            string[] blocked = [.. Protocols.Where(protocol => !MayAsk(network, number, row, protocol)).Select(protocol => protocol.Name())];
            if (row.Policies.Count > 0 && goesOut && blocked.Length > 0)
            {
                Report(context, workload, $"{workload.Name} is allowed out but may not ask DNS over {string.Join(" or ", blocked)}");
            }
        }
    }

    private static bool MayAsk(NetworkAnalyzer network, int number, Row row, NetworkProtocol protocol)
    {
        bool inside = network.Model.Dns.Any(dns => PortsOf(dns, protocol).Any(port =>
            network.Engine.Pool[network.Engine.Decide(number, network.Engine.NumberOf(dns)).Possible].Contains(protocol, port)));
        return inside || row.Parts.Any(part => !part.Peers.And(network.Engine.Index.External).IsEmpty && network.Engine.Pool[part.Possible].Contains(protocol, 53));
    }

    private static IEnumerable<int> PortsOf(NetworkWorkload dns, NetworkProtocol protocol) => dns.NamedPorts
        .Where(port => port.Protocol == protocol && port.Name.StartsWith("dns", StringComparison.Ordinal))
        .Select(port => port.Port)
        .DefaultIfEmpty(53);
}
