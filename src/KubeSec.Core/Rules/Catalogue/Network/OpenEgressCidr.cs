using KubeSec.Findings;
using KubeSec.Manifests;

namespace KubeSec.Rules.Catalogue.Network;

internal sealed class OpenEgressCidr : Rule
{
    public override RuleInfo Info { get; } = new()
    {
        Code = "KS3105",
        Name = "open-egress-cidr",
        Title = "Connections to every address are allowed",
        Severity = Severity.Medium,
        Category = RuleCategory.Network,
        Why = "What is found in the pod can be sent anywhere, and the cloud's metadata service is in reach.",
        Attack = "Send data to a server outside, or fetch tools from one.",
        Remedy = "Name the networks that are needed; list private ones and the metadata address in except.",
        WhenToWaive = "Proxies and crawlers, with private networks in except.",
        Frameworks = [new("nsa", "network-policies"), new("cis", "5.3.2"), new("owasp", "K05"), new("attack", "T1210")],
    };

    public override void CheckResource(Resource resource, RuleContext context)
    {
        if (!NetworkPolicies.IsCore(resource))
        {
            return;
        }

        foreach (Field cidr in resource.Spec["egress"].Items.SelectMany(rule => rule["to"].Items).Select(peer => peer["ipBlock"]["cidr"]))
        {
            if (cidr.Text is "0.0.0.0/0" or "::/0")
            {
                context.Report(
                    resource, cidr, $"policy '{resource.Identity.Name}' allows connections to {cidr.Text}, which is every address");
            }
        }
    }
}
