using KubeSec.Findings;
using KubeSec.Manifests;

namespace KubeSec.Rules.Catalogue.Pods;

internal sealed class CapabilitiesAdded : Rule
{
    public override RuleInfo Info { get; } = new()
    {
        Code = "KS1016",
        Name = "capabilities-added",
        Title = "Container adds a capability beyond the baseline",
        Severity = Severity.High,
        Category = RuleCategory.Pod,
        Why = "Capabilities beyond those a container starts with reach past it: into the network, other processes, the kernel.",
        Attack = "Use the capability to leave the container or to disturb its neighbours.",
        Remedy = "Remove the capability from capabilities.add, or move the work that needs it into a node agent of its own.",
        WhenToWaive = "Network plugins and node agents whose work needs it.",
        Sets = FixValue.Nothing("Programs that use the capability."),
        Frameworks =
        [
            new("pss-baseline", "capabilities_baseline"), new("nsa", "pod-security"), new("cis", "5.2.9"), new("owasp", "K01"),
            new("attack", "T1611"),
        ],
    };

    public override void CheckContainer(Container container, RuleContext context)
    {
        if (!context.AsksLinuxSettings(container.Workload))
        {
            return;
        }

        foreach (Field added in container.SecurityContext["capabilities"]["add"].Items
            .Where(added => !Capabilities.Baseline.Contains(added.Text ?? "")))
        {
            context.Report(container, added, $"container '{container.Name}' adds the capability {added.Text}");
        }
    }
}
