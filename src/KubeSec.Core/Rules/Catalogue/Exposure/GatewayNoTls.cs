using KubeSec.Findings;
using KubeSec.Manifests;

namespace KubeSec.Rules.Catalogue.Exposure;

internal sealed class GatewayNoTls : Rule
{
    public override RuleInfo Info { get; } = new()
    {
        Code = "KS3207",
        Name = "gateway-no-tls",
        Title = "Gateway without TLS",
        Severity = Severity.Medium,
        Category = RuleCategory.Network,
        Why = "Requests, with their cookies and tokens, cross the network in clear text.",
        Attack = "Listen on the path between the visitor and the cluster.",
        Remedy = "Give the gateway a listener of protocol HTTPS with a certificate under tls.certificateRefs; let the one in clear text only redirect.",
        WhenToWaive = "TLS ends at a load balancer in front of the gateway.",
        Frameworks = [new("nsa", "encryption"), new("owasp", "K05"), new("attack", "T1557")],
    };

    public override void CheckResource(Resource resource, RuleContext context)
    {
        if (!resource.IsGateway())
        {
            return;
        }

        Field[] listeners = [.. resource.Spec["listeners"].Items];
        Field[] encrypted = [.. listeners.Where(listener => listener["protocol"].Text is "HTTPS" or "TLS")];
        foreach (Field listener in encrypted.Where(listener => !listener["tls"].Exists))
        {
            context.Report(resource, listener["tls"], $"the listener '{listener["name"].Text}' of Gateway '{resource.Identity.Name}' has no certificate");
        }

        // Beside one with TLS, a listener in clear text is where visitors are sent on from.
        foreach (Field listener in listeners.Where(listener => encrypted.Length == 0 && listener["protocol"].Text == "HTTP"))
        {
            context.Report(resource, listener["protocol"], $"Gateway '{resource.Identity.Name}' serves its hosts without TLS");
        }
    }
}
