using KubeSec.Findings;
using KubeSec.Manifests;

namespace KubeSec.Rules.Catalogue.Pods;

internal sealed class HostPathSensitive : Rule
{
    public override RuleInfo Info { get; } = new()
    {
        Code = "KS1033",
        Name = "host-path-sensitive",
        Title = "Sensitive directory of the node is mounted",
        Severity = Severity.High,
        Category = RuleCategory.Pod,
        Why = "These directories hold the node's credentials, its configuration and the state of every other container.",
        Attack = "Read the kubelet's certificate, other pods' tokens or /etc/shadow.",
        Remedy = "Mount the one file or directory that is needed, read-only.",
        WhenToWaive = "Log collectors and node agents, read-only.",
        Frameworks = [new("nsa", "pod-security"), new("cis", "5.2.12"), new("owasp", "K01"), new("attack", "T1552.001")],
    };

    public override void CheckWorkload(Workload workload, RuleContext context)
    {
        foreach (Field path in HostPaths.Of(workload).Where(path => HostPaths.IsSensitive(HostPaths.Normalize(path.Text))))
        {
            context.Report(workload, path, $"the pod mounts {path.Text}, which holds what the node lives by");
        }
    }
}
