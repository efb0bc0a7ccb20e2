using KubeSec.Findings;
using KubeSec.Manifests;

namespace KubeSec.Rules.Catalogue.Pods;

internal sealed class CapabilitySysModule : Rule
{
    public override RuleInfo Info { get; } = new()
    {
        Code = "KS1019",
        Name = "capability-sys-module",
        Title = "Container may load kernel modules",
        Severity = Severity.Critical,
        Category = RuleCategory.Pod,
        Why = "A kernel module runs with all rights of the kernel: whoever loads one owns the node.",
        Attack = "Compile a module and load it with insmod.",
        Remedy = "Remove SYS_MODULE; load modules when the node starts.",
        WhenToWaive = "Driver installers, in a namespace of their own.",
        Sets = FixValue.Nothing("Programs that load kernel modules themselves."),
        Frameworks = [new("nsa", "pod-security"), new("cis", "5.2.9"), new("owasp", "K01"), new("attack", "T1547.006")],
    };

    public override void CheckContainer(Container container, RuleContext context)
    {
        foreach (Field added in container.SecurityContext["capabilities"]["add"].Items
            .Where(added => Capabilities.Bare(added) == "SYS_MODULE"))
        {
            context.Report(container, added, $"container '{container.Name}' may load kernel modules");
        }
    }
}
