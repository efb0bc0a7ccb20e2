using KubeSec.Findings;
using KubeSec.Manifests;

namespace KubeSec.Rules.Catalogue.Exposure;

internal sealed class ServiceExternalName : Rule
{
    public override RuleInfo Info { get; } = new()
    {
        Code = "KS3205",
        Name = "service-external-name",
        Title = "Service that is an alias for another name",
        Severity = Severity.Low,
        Category = RuleCategory.Network,
        Why = "An ExternalName sends the clients of a service wherever its name points, also to hosts inside the cluster, past policies that name pods.",
        Attack = "Point the name at an internal host and let the ingress forward to it.",
        Remedy = "Give the clients the name itself, or a Service with endpoints of its own.",
        WhenToWaive = "Aliases for managed databases during a migration.",
        Frameworks = [new("nsa", "network-policies"), new("owasp", "K05"), new("attack", "T1557")],
    };

    public override void CheckResource(Resource resource, RuleContext context)
    {
        if (resource is { Kind: "Service", Identity.Group: "" } && resource.Spec["type"].Text == "ExternalName")
        {
            context.Report(
                resource, resource.Spec["externalName"],
                $"Service '{resource.Identity.Name}' is an alias for '{resource.Spec["externalName"].Text}'");
        }
    }
}
