using KubeSec.Findings;
using KubeSec.Manifests;

namespace KubeSec.Rules.Catalogue.Exposure;

internal sealed class LoadBalancerSourceRangesMissing : Rule
{
    public override RuleInfo Info { get; } = new()
    {
        Code = "KS3206",
        Name = "load-balancer-source-ranges-missing",
        Title = "Load balancer open to every address",
        Severity = Severity.Low,
        Category = RuleCategory.Network,
        Why = "Without loadBalancerSourceRanges the cloud's load balancer takes connections from the whole internet.",
        Attack = "Scan the address and connect.",
        Remedy = "List the networks that need it in spec.loadBalancerSourceRanges.",
        WhenToWaive = "Public web sites.",
        Frameworks = [new("nsa", "network-policies"), new("owasp", "K06"), new("attack", "T1190")],
    };

    public override void CheckResource(Resource resource, RuleContext context)
    {
        Field ranges = resource.Spec["loadBalancerSourceRanges"];
        if (resource is { Kind: "Service", Identity.Group: "" } && resource.Spec["type"].Text == "LoadBalancer" && !ranges.Items.Any())
        {
            context.Report(resource, ranges, $"Service '{resource.Identity.Name}' takes connections from every address");
        }
    }
}
