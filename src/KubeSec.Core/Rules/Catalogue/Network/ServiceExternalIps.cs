using KubeSec.Findings;
using KubeSec.Manifests;

namespace KubeSec.Rules.Catalogue.Network;

internal sealed class ServiceExternalIps : Rule
{
    public override RuleInfo Info { get; } = new()
    {
        Code = "KS3005",
        Name = "service-external-ips",
        Title = "Service takes over external addresses",
        Severity = Severity.High,
        Category = RuleCategory.Network,
        Why = "Nodes send traffic for the listed addresses to the service, whoever owns them (CVE-2020-8554).",
        Attack = "List the address of a service that others use and read what they send.",
        Remedy = "Remove spec.externalIPs; use a load balancer.",
        WhenToWaive = "Addresses routed to the nodes on purpose, where the DenyServiceExternalIPs admission plugin is off.",
        Frameworks = [new("nsa", "network-policies"), new("owasp", "K06"), new("attack", "T1557")],
    };

    public override void CheckResource(Resource resource, RuleContext context)
    {
        Field addresses = resource.Spec["externalIPs"];
        if (resource is { Kind: "Service", Identity.Group: "" } && addresses.Items.Any())
        {
            context.Report(
                resource, addresses,
                $"Service '{resource.Identity.Name}' takes over {string.Join(", ", addresses.Items.Select(address => address.Text))}");
        }
    }
}
