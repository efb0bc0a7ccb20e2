using KubeSec.Findings;
using KubeSec.Manifests;

namespace KubeSec.Rules.Catalogue.Pods;

internal sealed class SeccompNotSet : Rule
{
    public override RuleInfo Info { get; } = new()
    {
        Code = "KS1021",
        Name = "seccomp-not-set",
        Title = "No seccomp profile",
        Severity = Severity.Medium,
        Category = RuleCategory.Pod,
        Why = "Without a profile the container may make every system call of the kernel, also those no ordinary program needs and "
            + "where most escapes begin.",
        Attack = "Use a rarely used system call with a known defect to leave the container.",
        Remedy = "Set securityContext.seccompProfile.type to RuntimeDefault on the pod.",
        WhenToWaive = "Nodes on which the kubelet sets RuntimeDefault for all pods (seccompDefault).",
        Sets = new("RuntimeDefault", "Programs that make unusual system calls, such as debuggers."),
        Frameworks =
        [
            new("pss-restricted", "seccompProfile_restricted"), new("nsa", "pod-security"), new("cis", "5.7.2"),
            new("owasp", "K01"), new("attack", "T1611"),
        ],
    };

    public override void CheckContainer(Container container, RuleContext context)
    {
        if (!context.AsksLinuxSettings(container.Workload) || context.Minor < 19)
        {
            return;
        }

        Field type = container.InheritedSecurity("seccompProfile")["type"];
        if (type.Text is not ("RuntimeDefault" or "Localhost" or "Unconfined")
            || (type.Text == "Unconfined" && context.JudgesByPodSecurityStandards))
        {
            context.Report(container, type, $"container '{container.Name}' has no seccomp profile");
        }
    }
}
