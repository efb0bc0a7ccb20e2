using KubeSec.Findings;
using KubeSec.Manifests;

namespace KubeSec.Rules.Catalogue.Network;

internal sealed class ServiceNodePort : Rule
{
    public override RuleInfo Info { get; } = new()
    {
        Code = "KS3003",
        Name = "service-nodeport",
        Title = "Service opens a port on every node",
        Severity = Severity.Medium,
        Category = RuleCategory.Network,
        Why = "A NodePort is reachable on every node's address, past the ingress and its TLS, authentication and logs.",
        Attack = "Scan the nodes' addresses between 30000 and 32767 and connect.",
        Remedy = "Use type ClusterIP and publish the service through an Ingress or a Gateway.",
        WhenToWaive = "Clusters without a load balancer, behind a firewall.",
        Sets = new("ClusterIP", "Clients that use the node's port; remove nodePort from the ports too."),
        Frameworks = [new("nsa", "network-policies"), new("owasp", "K06"), new("attack", "T1133")],
    };

    public override void CheckResource(Resource resource, RuleContext context)
    {
        Field type = resource.Spec["type"];
        if (resource is { Kind: "Service", Identity.Group: "" } && type.Text == "NodePort")
        {
            context.Report(resource, type, $"Service '{resource.Identity.Name}' opens a port on every node");
        }
    }
}
