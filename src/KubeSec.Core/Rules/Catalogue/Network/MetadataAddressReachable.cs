using KubeSec.Findings;
using KubeSec.Network;

namespace KubeSec.Rules.Catalogue.Network;

/// <summary>The link-local address that cloud nodes serve their credentials at (AWS, Azure, Google, OpenStack alike).</summary>
internal sealed class MetadataAddressReachable : NetworkRule
{
    private static readonly AddressRange Address = AddressRange.ParseAddress("169.254.169.254")!.Value;

    public override RuleInfo Info { get; } = new()
    {
        Code = "KS3017",
        Name = "metadata-address-reachable",
        Title = "Workload may reach the cloud's metadata address",
        Severity = Severity.Medium,
        Category = RuleCategory.Network,
        Why = "The metadata service hands out the node's own credentials to whoever asks from the node's network, and nothing stops this workload from asking.",
        Attack = "Ask the address for the node's credentials and use them outside.",
        Remedy = "Isolate the workload's egress and name what it needs; 169.254.169.254 is then out of reach.",
        WhenToWaive = "Agents that read the node's own metadata, and clusters outside any cloud.",
        Frameworks = [new("nsa", "sensitive-cloud-infra"), new("owasp", "K08"), new("attack", "T1552.005")],
    };

    protected override void Check(NetworkAnalyzer network, RuleContext context)
    {
        ReachabilityEngine engine = network.Engine;
        int metadata = engine.Index.Addresses([Address]).Members().First();
        foreach ((NetworkWorkload workload, int number) in Workloads(network))
        {
            Row row = engine.RowOf(number, TrafficDirection.Egress);
            if (engine.Pool[row.At(metadata).Allowed].Contains(NetworkProtocol.Tcp, 80) && !row.Policies.Any(NamesIt))
            {
                Report(context, workload, $"{workload.Name} may reach 169.254.169.254: {(row.Policies.Count == 0 ? "no policy guards its egress" : "a rule without peers lets it")}");
            }
        }
    }

    /// <summary>A block that holds the address is reported where it is written (cloud-metadata-api), not at each pod it is for.</summary>
    private static bool NamesIt(Policy policy) => policy.RulesOf(TrafficDirection.Egress)
        .Any(rule => rule.Action == RuleAction.Allow && rule.Peers?.Any(peer => peer.Addresses.Any(block => block.Contains(Address))) == true);
}
