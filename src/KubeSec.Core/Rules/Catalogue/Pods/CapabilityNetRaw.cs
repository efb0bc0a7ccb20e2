using KubeSec.Findings;
using KubeSec.Manifests;

namespace KubeSec.Rules.Catalogue.Pods;

internal sealed class CapabilityNetRaw : Rule
{
    public override RuleInfo Info { get; } = new()
    {
        Code = "KS1018",
        Name = "capability-net-raw",
        Title = "Container may send raw packets",
        Severity = Severity.Low,
        Category = RuleCategory.Pod,
        Why = "NET_RAW, which every container has unless it is dropped, lets it forge packets of its neighbours.",
        Attack = "Answer ARP or DNS in place of another pod and read what is sent to it.",
        Remedy = "Drop ALL, or at least NET_RAW.",
        WhenToWaive = "Programs that ping by raw sockets; the ping of newer kernels needs none.",
        Frameworks = [new("nsa", "pod-security"), new("cis", "5.2.8"), new("owasp", "K01"), new("attack", "T1557")],
    };

    public override void CheckContainer(Container container, RuleContext context)
    {
        Field capabilities = container.SecurityContext["capabilities"];
        Field? added = capabilities["add"].Items.FirstOrDefault(c => Capabilities.Bare(c) is "NET_RAW" or "ALL");
        bool dropped = capabilities["drop"].Items.Any(c => Capabilities.Bare(c) is "NET_RAW" or "ALL");
        if (!container.Workload.IsWindows && (added is not null || !dropped))
        {
            context.Report(container, added ?? capabilities["drop"], $"container '{container.Name}' may send raw packets");
        }
    }
}
