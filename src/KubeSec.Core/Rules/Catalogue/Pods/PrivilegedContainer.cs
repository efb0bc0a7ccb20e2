using KubeSec.Findings;
using KubeSec.Manifests;

namespace KubeSec.Rules.Catalogue.Pods;

internal sealed class PrivilegedContainer : Rule
{
    public override RuleInfo Info { get; } = new()
    {
        Code = "KS1001",
        Name = "privileged-container",
        Title = "Container runs privileged",
        Severity = Severity.Critical,
        Category = RuleCategory.Pod,
        Why = "A privileged container has every capability, every device and no seccomp or AppArmor profile: root in it is root on "
            + "the node.",
        Attack = "Mount the node's disk from /dev, or write a kernel core_pattern handler, and run as root outside the container.",
        Remedy = "Remove securityContext.privileged, and add only the capabilities the program needs.",
        WhenToWaive = "Node agents that load kernel modules or drivers, in a namespace of their own.",
        Sets = new("false", "Programs that use devices or load kernel modules."),
        Frameworks =
        [
            new("pss-baseline", "privileged"), new("nsa", "pod-security"), new("cis", "5.2.2"), new("owasp", "K01"),
            new("attack", "T1611"),
        ],
    };

    public override void CheckContainer(Container container, RuleContext context)
    {
        Field privileged = container.SecurityContext["privileged"];
        if (privileged.IsTrue)
        {
            context.Report(container, privileged, $"container '{container.Name}' runs privileged");
        }
    }
}
