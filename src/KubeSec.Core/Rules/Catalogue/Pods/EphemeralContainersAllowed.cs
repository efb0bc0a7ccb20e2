using KubeSec.Findings;
using KubeSec.Manifests;

namespace KubeSec.Rules.Catalogue.Pods;

internal sealed class EphemeralContainersAllowed : Rule
{
    public override RuleInfo Info { get; } = new()
    {
        Code = "KS1047",
        Name = "ephemeral-containers-allowed",
        Title = "Ephemeral container in a manifest",
        Severity = Severity.Low,
        Category = RuleCategory.Pod,
        Why = "Ephemeral containers are added to running pods for debugging and stay until the pod ends; in a manifest one is a leftover.",
        Attack = "Use the tools the debugging image brought.",
        Remedy = "Remove ephemeralContainers; start one with kubectl debug when needed.",
        WhenToWaive = "Exports of running pods kept as evidence.",
        Frameworks = [new("owasp", "K01"), new("attack", "T1609")],
    };

    public override void CheckContainer(Container container, RuleContext context)
    {
        if (container.Role == ContainerRole.Ephemeral)
        {
            context.Report(container, container.Field["name"], $"ephemeral container '{container.Name}' stands in the manifest");
        }
    }
}
