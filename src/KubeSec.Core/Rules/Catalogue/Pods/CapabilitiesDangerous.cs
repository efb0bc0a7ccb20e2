using KubeSec.Findings;
using KubeSec.Manifests;

namespace KubeSec.Rules.Catalogue.Pods;

internal sealed class CapabilitiesDangerous : Rule
{
    public override RuleInfo Info { get; } = new()
    {
        Code = "KS1017",
        Name = "capabilities-dangerous",
        Title = "Container adds a capability that amounts to root on the node",
        Severity = Severity.Critical,
        Category = RuleCategory.Pod,
        Why = "With ALL, SYS_ADMIN, SYS_MODULE, SYS_PTRACE, DAC_READ_SEARCH, BPF and their like a process can leave its container by "
            + "design.",
        Attack = "Mount the node's disk, load a kernel module, or attach to a process outside the container.",
        Remedy = "Remove the capability from capabilities.add; most programs asking for SYS_ADMIN need a narrower one.",
        WhenToWaive = "Storage and network plugins whose work it is, in a namespace of their own.",
        Sets = FixValue.Nothing("Programs that use the capability."),
        Frameworks = [new("nsa", "pod-security"), new("cis", "5.2.9"), new("owasp", "K01"), new("attack", "T1611")],
    };

    public override void CheckContainer(Container container, RuleContext context)
    {
        foreach (Field added in container.SecurityContext["capabilities"]["add"].Items
            .Where(added => Capabilities.AmountToRoot.Contains(Capabilities.Bare(added))))
        {
            context.Report(container, added, $"container '{container.Name}' adds {added.Text}, which amounts to root on the node");
        }
    }
}
