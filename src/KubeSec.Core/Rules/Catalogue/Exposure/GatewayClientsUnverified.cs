using KubeSec.Findings;
using KubeSec.Manifests;

namespace KubeSec.Rules.Catalogue.Exposure;

internal sealed class GatewayClientsUnverified : Rule
{
    public override RuleInfo Info { get; } = new()
    {
        Code = "KS3208",
        Name = "gateway-clients-unverified",
        Title = "Gateway lets in clients whose certificate does not hold",
        Severity = Severity.High,
        Category = RuleCategory.Network,
        Why = "Client certificates are asked for, and a request without one, or with a forged one, is served all the same.",
        Attack = "Call an interface meant for known clients with no certificate at all.",
        Remedy = "Set validation.mode to AllowValidOnly.",
        WhenToWaive = "While clients are moved to certificates, and the program behind refuses what has none.",
        Sets = new("AllowValidOnly", "Clients without a valid certificate are refused."),
        Frameworks = [new("nsa", "auth"), new("owasp", "K05")],
    };

    public override void CheckResource(Resource resource, RuleContext context)
    {
        if (!resource.IsGateway())
        {
            return;
        }

        // Gateway API, GEP-91: one rule for all ports, and exceptions port by port.
        Field frontend = resource.Spec["tls"]["frontend"];
        foreach (Field mode in frontend["perPort"].Items.Select(port => port["tls"]).Prepend(frontend["default"])
            .Select(tls => tls["validation"]["mode"])
            .Where(mode => mode.Text == "AllowInsecureFallback"))
        {
            context.Report(resource, mode, $"Gateway '{resource.Identity.Name}' serves clients whose certificate is missing or does not hold");
        }
    }
}
