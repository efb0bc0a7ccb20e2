using KubeSec.Findings;
using KubeSec.Manifests;

namespace KubeSec.Rules.Catalogue.Pods;

internal sealed class HostIpc : Rule
{
    public override RuleInfo Info { get; } = new()
    {
        Code = "KS1004",
        Name = "host-ipc",
        Title = "Pod shares the node's IPC namespace",
        Severity = Severity.High,
        Category = RuleCategory.Pod,
        Why = "Shared memory and message queues of every program on the node can be read and written.",
        Attack = "Read what other programs keep in shared memory, or change it under them.",
        Remedy = "Remove hostIPC from the pod.",
        WhenToWaive = "Programs that talk to a device daemon on the node by shared memory.",
        Sets = new("false", "Programs that share memory with one on the node."),
        Frameworks =
        [
            new("pss-baseline", "hostNamespaces"), new("nsa", "pod-security"), new("cis", "5.2.4"), new("owasp", "K01"),
            new("attack", "T1611"),
        ],
    };

    public override void CheckWorkload(Workload workload, RuleContext context)
    {
        Field shared = workload.Pod["hostIPC"];
        if (shared.IsTrue)
        {
            context.Report(workload, shared, "the pod shares the node's IPC namespace");
        }
    }
}
