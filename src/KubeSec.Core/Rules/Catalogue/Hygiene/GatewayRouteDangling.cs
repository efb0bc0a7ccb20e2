using KubeSec.Findings;
using KubeSec.Manifests;

namespace KubeSec.Rules.Catalogue.Hygiene;

internal sealed class GatewayRouteDangling : Rule
{
    public override RuleInfo Info { get; } = new()
    {
        Code = "KS7108",
        Name = "gateway-route-dangling",
        Title = "Route to a Service that is not in the manifests",
        Severity = Severity.Low,
        Category = RuleCategory.Reliability,
        Why = "Requests from outside go nowhere, or to whoever creates the Service.",
        Attack = "Create the Service and receive the requests.",
        Remedy = "Mend the backend's name, or add the Service.",
        WhenToWaive = "Services made by another release.",
        Frameworks = [new("attack", "T1557")],
        EnabledByDefault = false,
    };

    public override void CheckAll(ResourceIndex index, RuleContext context)
    {
        foreach (Resource route in ((string[])["HTTPRoute", "GRPCRoute", "TCPRoute", "TLSRoute", "UDPRoute"]).SelectMany(index.OfKind))
        {
            foreach (Field backend in route.Spec["rules"].Items
                .SelectMany(rule => rule["backendRefs"].Items)
                .Where(b => b["kind"].Text is null or "Service"))
            {
                if (!index.Has("Service", backend["namespace"].Text ?? route.EffectiveNamespace, backend["name"].Text ?? ""))
                {
                    context.Report(route, backend["name"], $"Service '{backend["name"].Text}' is not among the manifests");
                }
            }
        }
    }
}
