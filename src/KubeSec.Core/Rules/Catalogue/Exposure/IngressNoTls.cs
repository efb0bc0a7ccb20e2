using KubeSec.Findings;
using KubeSec.Manifests;

namespace KubeSec.Rules.Catalogue.Exposure;

internal sealed class IngressNoTls : Rule
{
    public override RuleInfo Info { get; } = new()
    {
        Code = "KS3202",
        Name = "ingress-no-tls",
        Title = "Ingress without TLS",
        Severity = Severity.Medium,
        Category = RuleCategory.Network,
        Why = "Requests, with their cookies and tokens, cross the network in clear text.",
        Attack = "Listen on the path between the visitor and the cluster.",
        Remedy = "Name the hosts and a certificate secret under spec.tls; let a Route redirect what comes in clear text.",
        WhenToWaive = "TLS ends at a load balancer in front of the ingress controller.",
        Frameworks = [new("nsa", "encryption"), new("owasp", "K05"), new("attack", "T1557")],
    };

    public override void CheckResource(Resource resource, RuleContext context)
    {
        Field tls = resource.Spec["tls"];
        Field insecure = tls["insecureEdgeTerminationPolicy"];
        if (resource.Kind == "Ingress" && !tls.Items.Any())
        {
            context.Report(resource, tls, $"Ingress '{resource.Identity.Name}' serves its hosts without TLS");
        }
        else if (IsRoute(resource) && !tls.Exists)
        {
            context.Report(resource, tls, $"Route '{resource.Identity.Name}' serves its host without TLS");
        }
        else if (IsRoute(resource) && insecure.Text == "Allow")
        {
            context.Report(resource, insecure, $"Route '{resource.Identity.Name}' serves its host in clear text beside TLS");
        }
    }

    private static bool IsRoute(Resource resource) =>
        resource.Kind == "Route" && resource.Root["apiVersion"].Text!.StartsWith("route.openshift.io/", StringComparison.Ordinal);
}
