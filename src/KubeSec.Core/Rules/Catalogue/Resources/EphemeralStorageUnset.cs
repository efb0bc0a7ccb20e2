using KubeSec.Findings;
using KubeSec.Manifests;

namespace KubeSec.Rules.Catalogue.Resources;

internal sealed class EphemeralStorageUnset : Rule
{
    public override RuleInfo Info { get; } = new()
    {
        Code = "KS7006",
        Name = "ephemeral-storage-unset",
        Title = "No limit on what is written to the node's disk",
        Severity = Severity.Low,
        Category = RuleCategory.Reliability,
        Why = "Logs, the writable layer and emptyDir volumes fill the node's disk until the kubelet evicts pods at will.",
        Attack = "Make the program log without end.",
        Remedy = "State requests and limits for ephemeral-storage.",
        WhenToWaive = "Namespaces whose LimitRange sets it.",
        Frameworks = [new("nsa", "resource-policies"), new("owasp", "K01"), new("attack", "T1499")],
        EnabledByDefault = false,
    };

    public override void CheckContainer(Container container, RuleContext context)
    {
        Field limit = container.Field["resources"]["limits"]["ephemeral-storage"];
        if (!limit.Exists && container.Role != ContainerRole.Ephemeral)
        {
            context.Report(container, limit, $"container '{container.Name}' may fill the node's disk");
        }
    }
}
