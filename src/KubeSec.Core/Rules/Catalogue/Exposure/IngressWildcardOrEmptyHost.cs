using KubeSec.Findings;
using KubeSec.Manifests;

namespace KubeSec.Rules.Catalogue.Exposure;

internal sealed class IngressWildcardOrEmptyHost : Rule
{
    public override RuleInfo Info { get; } = new()
    {
        Code = "KS3203",
        Name = "ingress-wildcard-or-empty-host",
        Title = "Ingress for a wildcard host or for any host",
        Severity = Severity.Medium,
        Category = RuleCategory.Network,
        Why = "The rule answers for names nobody meant to publish, and may take requests meant for another Ingress.",
        Attack = "Ask for a name of one's own choosing and reach the service past the checks on its real name.",
        Remedy = "Name each host.",
        WhenToWaive = "A default backend that serves an error page.",
        Frameworks = [new("nsa", "network-policies"), new("owasp", "K06")],
    };

    public override void CheckResource(Resource resource, RuleContext context)
    {
        if (resource.Kind != "Ingress")
        {
            return;
        }

        foreach (Field rule in resource.Spec["rules"].Items)
        {
            string host = rule["host"].Text ?? "";
            if (host.Length == 0 || host.Contains('*', StringComparison.Ordinal))
            {
                context.Report(
                    resource, rule["host"],
                    $"Ingress '{resource.Identity.Name}' answers for {(host.Length == 0 ? "any host" : $"'{host}'")}");
            }
        }
    }
}
