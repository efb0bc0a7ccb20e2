using KubeSec.Findings;
using KubeSec.Manifests;

namespace KubeSec.Rules.Catalogue.Exposure;

internal sealed class GatewayListenerOpen : Rule
{
    public override RuleInfo Info { get; } = new()
    {
        Code = "KS3200",
        Name = "gateway-listener-open",
        Title = "Gateway listener takes routes from every namespace",
        Severity = Severity.Medium,
        Category = RuleCategory.Network,
        Why = "Any namespace may attach a route and so take over a host name or path of the gateway.",
        Attack = "Attach a route for a path of another team and receive its requests.",
        Remedy = "Set allowedRoutes.namespaces.from to Same, or to Selector with the namespaces that may attach.",
        WhenToWaive = "A gateway run for all teams, with host names split by listener.",
        Sets = new("Same", "Routes of other namespaces are no longer attached."),
        Frameworks = [new("nsa", "network-policies"), new("owasp", "K05")],
    };

    public override void CheckResource(Resource resource, RuleContext context)
    {
        if (resource.IsGateway())
        {
            foreach (Field from in resource.Spec["listeners"].Items
                .Select(l => l["allowedRoutes"]["namespaces"]["from"])
                .Where(f => f.Text == "All"))
            {
                context.Report(resource, from, $"a listener of Gateway '{resource.Identity.Name}' takes routes from every namespace");
            }
        }
    }
}
