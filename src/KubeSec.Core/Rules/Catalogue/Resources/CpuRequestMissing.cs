using KubeSec.Findings;
using KubeSec.Manifests;

namespace KubeSec.Rules.Catalogue.Resources;

internal sealed class CpuRequestMissing : Rule
{
    public override RuleInfo Info { get; } = new()
    {
        Code = "KS7001",
        Name = "cpu-request-missing",
        Title = "No cpu request",
        Severity = Severity.Low,
        Category = RuleCategory.Reliability,
        Why = "The scheduler takes the container for one that needs nothing and packs the node too full.",
        Attack = "Crowd the node until its neighbours starve.",
        Remedy = "State resources.requests.cpu.",
        WhenToWaive = "Namespaces whose LimitRange sets it.",
        Frameworks = [new("nsa", "resource-policies"), new("owasp", "K01"), new("attack", "T1499")],
        EnabledByDefault = false,
    };

    public override void CheckContainer(Container container, RuleContext context)
    {
        // The API server takes the limit for the request where none is stated (core/v1 defaults.go).
        if (container.Role != ContainerRole.Ephemeral
            && !(container.Field["resources"]["requests"]["cpu"].Exists || container.Field["resources"]["limits"]["cpu"].Exists))
        {
            context.Report(
                container, container.Field["resources"]["requests"]["cpu"], $"container '{container.Name}' states no cpu request");
        }
    }
}
