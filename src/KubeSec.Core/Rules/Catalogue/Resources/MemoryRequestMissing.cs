using KubeSec.Findings;
using KubeSec.Manifests;

namespace KubeSec.Rules.Catalogue.Resources;

internal sealed class MemoryRequestMissing : Rule
{
    public override RuleInfo Info { get; } = new()
    {
        Code = "KS7003",
        Name = "memory-request-missing",
        Title = "No memory request",
        Severity = Severity.Low,
        Category = RuleCategory.Reliability,
        Why = "The scheduler takes the container for one that needs nothing, and it is the first to be evicted.",
        Attack = "Crowd the node until its neighbours are evicted.",
        Remedy = "State resources.requests.memory.",
        WhenToWaive = "Namespaces whose LimitRange sets it.",
        Frameworks = [new("nsa", "resource-policies"), new("owasp", "K01"), new("attack", "T1499")],
        EnabledByDefault = false,
    };

    public override void CheckContainer(Container container, RuleContext context)
    {
        // The API server takes the limit for the request where none is stated (core/v1 defaults.go).
        if (container.Role != ContainerRole.Ephemeral
            && !(container.Field["resources"]["requests"]["memory"].Exists || container.Field["resources"]["limits"]["memory"].Exists))
        {
            context.Report(
                container, container.Field["resources"]["requests"]["memory"], $"container '{container.Name}' states no memory request");
        }
    }
}
