using System.Net;
using KubeSec.Findings;
using KubeSec.Manifests;

namespace KubeSec.Rules.Catalogue.Network;

internal sealed class CloudMetadataApi : Rule
{
    private static readonly IPAddress Metadata = IPAddress.Parse("169.254.169.254");

    public override RuleInfo Info { get; } = new()
    {
        Code = "KS3106",
        Name = "cloud-metadata-api",
        Title = "Network policy that reaches the cloud's metadata service",
        Severity = Severity.Medium,
        Category = RuleCategory.Network,
        Why = "At 169.254.169.254 the cloud hands out the node's own credentials to whoever asks.",
        Attack = "Ask the address for the node's credentials and use them outside.",
        Remedy = "List 169.254.169.254/32 in except, and fd00:ec2::254/128 where IPv6 is used.",
        WhenToWaive = "Agents that read the node's own metadata.",
        Frameworks = [new("nsa", "sensitive-cloud-infra"), new("owasp", "K08"), new("attack", "T1552.005")],
    };

    public override void CheckResource(Resource resource, RuleContext context)
    {
        if (!NetworkPolicies.IsCore(resource))
        {
            return;
        }

        foreach (Field block in resource.Spec["egress"].Items.SelectMany(rule => rule["to"].Items).Select(peer => peer["ipBlock"]))
        {
            bool reaches = Contains(block["cidr"].Text) && !block["except"].Items.Any(except => Contains(except.Text));
            if (reaches)
            {
                context.Report(resource, block["cidr"], $"{block["cidr"].Text} holds the metadata address {Metadata}");
            }
        }
    }

    private static bool Contains(string? cidr) => IPNetwork.TryParse(cidr, out IPNetwork network) && network.Contains(Metadata);
}
