using KubeSec.Findings;
using KubeSec.Manifests;

namespace KubeSec.Rules.Catalogue.Network;

internal sealed class ServiceLoadBalancer : Rule
{
    public override RuleInfo Info { get; } = new()
    {
        Code = "KS3004",
        Name = "service-loadbalancer",
        Title = "Service is published by a load balancer",
        Severity = Severity.Low,
        Category = RuleCategory.Network,
        Why = "The cloud gives the service an address of its own, past the ingress and its TLS, authentication and logs.",
        Attack = "Connect to the load balancer's address.",
        Remedy = "Use type ClusterIP and publish the service through an Ingress or a Gateway, or make the load balancer internal.",
        WhenToWaive = "The cluster's ingress itself.",
        Frameworks = [new("nsa", "network-policies"), new("owasp", "K06"), new("attack", "T1133")],
    };

    public override void CheckResource(Resource resource, RuleContext context)
    {
        Field type = resource.Spec["type"];
        if (resource is { Kind: "Service", Identity.Group: "" } && type.Text == "LoadBalancer")
        {
            context.Report(resource, type, $"Service '{resource.Identity.Name}' is published by a load balancer");
        }
    }
}
