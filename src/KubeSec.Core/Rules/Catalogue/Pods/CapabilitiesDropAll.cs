using KubeSec.Findings;
using KubeSec.Manifests;

namespace KubeSec.Rules.Catalogue.Pods;

internal sealed class CapabilitiesDropAll : Rule
{
    public override RuleInfo Info { get; } = new()
    {
        Code = "KS1014",
        Name = "capabilities-drop-all",
        Title = "Container keeps capabilities it may not need",
        Severity = Severity.Medium,
        Category = RuleCategory.Pod,
        Why = "A container starts with fourteen capabilities, among them changing owners, raw sockets and binding any port. Few "
            + "programs use one of them.",
        Attack = "Use NET_RAW to spoof answers on the pod network, or DAC_OVERRIDE and SETUID to become any user once root.",
        Remedy = "Set securityContext.capabilities.drop to [ALL] and add back only what the program needs.",
        WhenToWaive = "Programs whose needs are not known yet, while they are being measured.",
        Sets = new("[ALL]", "Programs that bind low ports, change users or owners: add back what they need."),
        Frameworks =
        [
            new("pss-restricted", "capabilities_restricted"), new("nsa", "pod-security"), new("cis", "5.2.10"), new("owasp", "K01"),
            new("attack", "T1611"),
        ],
    };

    public override void CheckContainer(Container container, RuleContext context)
    {
        if (!context.AsksLinuxSettings(container.Workload) || context.Minor < 22)
        {
            return;
        }

        Field drop = container.SecurityContext["capabilities"]["drop"];
        if (!Capabilities.DropsAll(drop, context))
        {
            context.Report(container, drop, $"container '{container.Name}' does not drop ALL capabilities");
        }
    }
}
