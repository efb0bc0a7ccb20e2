using KubeSec.Findings;
using KubeSec.Manifests;

namespace KubeSec.Rules.Catalogue.Pods;

internal sealed class HostPathProc : Rule
{
    public override RuleInfo Info { get; } = new()
    {
        Code = "KS1034",
        Name = "host-path-proc",
        Title = "/proc of the node is mounted",
        Severity = Severity.High,
        Category = RuleCategory.Pod,
        Why = "/proc shows every process of the node, and what is written below /proc/sys changes its kernel.",
        Attack = "Read environments of other programs, or write a core_pattern handler.",
        Remedy = "Remove the volume; metrics agents read it through a read-only mount.",
        WhenToWaive = "Metrics agents, read-only.",
        Frameworks = [new("nsa", "pod-security"), new("cis", "5.2.12"), new("owasp", "K01"), new("attack", "T1611")],
    };

    public override void CheckWorkload(Workload workload, RuleContext context)
    {
        foreach (Field path in HostPaths.Of(workload).Where(path => HostPaths.IsAtOrBelow(path.Text, "/proc")))
        {
            context.Report(workload, path, $"the pod mounts {path.Text} of the node");
        }
    }
}
