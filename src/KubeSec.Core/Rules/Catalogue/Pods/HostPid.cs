using KubeSec.Findings;
using KubeSec.Manifests;

namespace KubeSec.Rules.Catalogue.Pods;

internal sealed class HostPid : Rule
{
    public override RuleInfo Info { get; } = new()
    {
        Code = "KS1003",
        Name = "host-pid",
        Title = "Pod shares the node's PID namespace",
        Severity = Severity.High,
        Category = RuleCategory.Pod,
        Why = "Every process of the node is in sight: their environment, their open files and, for root, their memory.",
        Attack = "Read credentials from /proc/*/environ, or enter the init process's namespaces through /proc/1/root.",
        Remedy = "Remove hostPID from the pod.",
        WhenToWaive = "Node agents that watch processes, in a namespace of their own.",
        Sets = new("false", "Agents that watch the node's processes."),
        Frameworks =
        [
            new("pss-baseline", "hostNamespaces"), new("nsa", "pod-security"), new("cis", "5.2.3"), new("owasp", "K01"),
            new("attack", "T1611"),
        ],
    };

    public override void CheckWorkload(Workload workload, RuleContext context)
    {
        Field shared = workload.Pod["hostPID"];
        if (shared.IsTrue)
        {
            context.Report(workload, shared, "the pod shares the node's PID namespace");
        }
    }
}
