using KubeSec.Findings;
using KubeSec.Manifests;

namespace KubeSec.Rules.Catalogue.Network;

internal sealed class OpenIngressCidr : Rule
{
    public override RuleInfo Info { get; } = new()
    {
        Code = "KS3104",
        Name = "open-ingress-cidr",
        Title = "Connections from every address are allowed",
        Severity = Severity.Medium,
        Category = RuleCategory.Network,
        Why = "The pod can be reached from wherever packets come, the internet included.",
        Attack = "Connect from outside.",
        Remedy = "Name the networks that are needed; list private ones and the metadata address in except.",
        WhenToWaive = "Public entry points.",
        Frameworks = [new("nsa", "network-policies"), new("cis", "5.3.2"), new("owasp", "K05"), new("attack", "T1210")],
    };

    public override void CheckResource(Resource resource, RuleContext context)
    {
        if (!NetworkPolicies.IsCore(resource))
        {
            return;
        }

        foreach (Field cidr in resource.Spec["ingress"].Items
            .SelectMany(rule => rule["from"].Items)
            .Select(peer => peer["ipBlock"]["cidr"]))
        {
            if (cidr.Text is "0.0.0.0/0" or "::/0")
            {
                context.Report(
                    resource, cidr, $"policy '{resource.Identity.Name}' allows connections from {cidr.Text}, which is every address");
            }
        }
    }
}
