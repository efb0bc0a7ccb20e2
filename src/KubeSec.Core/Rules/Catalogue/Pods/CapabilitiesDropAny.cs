using KubeSec.Findings;
using KubeSec.Manifests;

namespace KubeSec.Rules.Catalogue.Pods;

internal sealed class CapabilitiesDropAny : Rule
{
    public override RuleInfo Info { get; } = new()
    {
        Code = "KS1015",
        Name = "capabilities-drop-any",
        Title = "Container drops no capability at all",
        Severity = Severity.Low,
        Category = RuleCategory.Pod,
        Why = "The container keeps all fourteen capabilities it starts with.",
        Attack = "Use one of them, such as NET_RAW to spoof answers on the pod network.",
        Remedy = "Set securityContext.capabilities.drop, best to [ALL].",
        WhenToWaive = "Programs whose needs are not known yet, while they are being measured.",
        Sets = new("[ALL]", "Programs that bind low ports, change users or owners: add back what they need."),
        Frameworks = [new("nsa", "pod-security"), new("cis", "5.2.10"), new("owasp", "K01"), new("attack", "T1611")],
    };

    public override void CheckContainer(Container container, RuleContext context)
    {
        Field drop = container.SecurityContext["capabilities"]["drop"];
        if (!drop.Items.Any() && !container.Workload.IsWindows)
        {
            context.Report(container, drop, $"container '{container.Name}' drops no capability");
        }
    }
}
