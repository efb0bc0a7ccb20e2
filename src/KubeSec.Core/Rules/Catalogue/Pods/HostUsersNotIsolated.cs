using KubeSec.Findings;
using KubeSec.Manifests;

namespace KubeSec.Rules.Catalogue.Pods;

internal sealed class HostUsersNotIsolated : Rule
{
    public override RuleInfo Info { get; } = new()
    {
        Code = "KS1007",
        Name = "host-users-not-isolated",
        Title = "Pod has no user namespace of its own",
        Severity = Severity.Info,
        Category = RuleCategory.Pod,
        Why = "Root in the container has the number of root on the node. With hostUsers false it is mapped to a number nobody has.",
        Attack = "Leave the container by a kernel defect and be root outside.",
        Remedy = "Set hostUsers to false where the node supports user namespaces (stable since Kubernetes 1.36, on by default since 1.33).",
        WhenToWaive = "Pods that share a host namespace, and nodes whose filesystems cannot map users.",
        Sets = new("false", "Volumes whose filesystem cannot map users, and nodes without user namespaces."),
        Frameworks = [new("owasp", "K01"), new("attack", "T1611")],
    };

    public override void CheckWorkload(Workload workload, RuleContext context)
    {
        Field hostUsers = workload.Pod["hostUsers"];
        bool sharesHost = workload.Pod["hostNetwork"].IsTrue || workload.Pod["hostPID"].IsTrue || workload.Pod["hostIPC"].IsTrue;
        if (!hostUsers.IsFalse && !sharesHost && context.Minor >= 33 && !workload.IsWindows)
        {
            context.Report(workload, hostUsers, "root in the pod's containers is root on the node: hostUsers is not false");
        }
    }
}
