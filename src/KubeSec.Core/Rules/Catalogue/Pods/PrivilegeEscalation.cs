using KubeSec.Findings;
using KubeSec.Manifests;

namespace KubeSec.Rules.Catalogue.Pods;

internal sealed class PrivilegeEscalation : Rule
{
    public override RuleInfo Info { get; } = new()
    {
        Code = "KS1002",
        Name = "privilege-escalation",
        Title = "Process may gain more privileges than its parent",
        Severity = Severity.Medium,
        Category = RuleCategory.Pod,
        Why = "Unless allowPrivilegeEscalation is false the kernel honours setuid programs and file capabilities: a process that is "
            + "not root becomes it.",
        Attack = "Run a setuid program of the image, such as su or a vulnerable sudo, and go on as root.",
        Remedy = "Set securityContext.allowPrivilegeEscalation to false.",
        WhenToWaive = "Programs that drop from root by a setuid helper of their own and cannot be changed.",
        Sets = new("false", "Programs that start a setuid helper, such as sudo or ping."),
        Frameworks =
        [
            new("pss-restricted", "allowPrivilegeEscalation"), new("nsa", "pod-security"), new("cis", "5.2.6"), new("owasp", "K01"),
            new("attack", "T1548.001"),
        ],
    };

    public override void CheckContainer(Container container, RuleContext context)
    {
        if (!context.AsksLinuxSettings(container.Workload) || context.Minor < 8)
        {
            return;
        }

        Field allow = container.SecurityContext["allowPrivilegeEscalation"];
        if (!allow.IsFalse)
        {
            context.Report(container, allow, $"container '{container.Name}' does not set allowPrivilegeEscalation to false");
        }
    }
}
