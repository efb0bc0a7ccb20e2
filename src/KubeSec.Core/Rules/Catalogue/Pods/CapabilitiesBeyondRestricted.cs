using KubeSec.Findings;
using KubeSec.Manifests;

namespace KubeSec.Rules.Catalogue.Pods;

internal sealed class CapabilitiesBeyondRestricted : Rule
{
    public override RuleInfo Info { get; } = new()
    {
        Code = "KS1020",
        Name = "capabilities-beyond-restricted",
        Title = "Container adds a capability other than NET_BIND_SERVICE",
        Severity = Severity.Low,
        Category = RuleCategory.Pod,
        Why = "The restricted standard lets a container bind low ports and nothing else: any other capability is an exception to it.",
        Attack = "Use the capability, such as SETUID or DAC_OVERRIDE, to become another user or read what others own.",
        Remedy = "Remove the capability from capabilities.add.",
        WhenToWaive = "Programs that change users or owners as their work.",
        Frameworks = [new("pss-restricted", "capabilities_restricted"), new("cis", "5.2.9"), new("owasp", "K01"), new("attack", "T1548")],
    };

    public override void CheckContainer(Container container, RuleContext context)
    {
        if (!context.AsksLinuxSettings(container.Workload) || context.Minor < 22)
        {
            return;
        }

        foreach (Field added in container.SecurityContext["capabilities"]["add"].Items.Where(added => added.Text != "NET_BIND_SERVICE"))
        {
            context.Report(
                container, added, $"container '{container.Name}' adds the capability {added.Text}, which the restricted standard forbids");
        }
    }
}
