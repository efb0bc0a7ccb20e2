using KubeSec.Findings;
using KubeSec.Manifests;

namespace KubeSec.Rules.Catalogue.Pods;

internal sealed class HostPathVolume : Rule
{
    public override RuleInfo Info { get; } = new()
    {
        Code = "KS1031",
        Name = "host-path-volume",
        Title = "Volume from the node's disk",
        Severity = Severity.High,
        Category = RuleCategory.Pod,
        Why = "A hostPath volume shows the container files of the node, past every isolation of storage, and outlives the pod.",
        Attack = "Read credentials of other programs from the node's disk, or plant a file that the node runs.",
        Remedy = "Use a persistent volume, or emptyDir, configMap and secret volumes.",
        WhenToWaive = "Node agents that read logs or device sockets, mounted read-only.",
        Frameworks =
        [
            new("pss-baseline", "hostPathVolumes"), new("nsa", "pod-security"), new("cis", "5.2.12"), new("owasp", "K01"),
            new("attack", "T1611"),
        ],
    };

    public override void CheckWorkload(Workload workload, RuleContext context)
    {
        foreach (Field hostPath in workload.Volumes.Select(volume => volume["hostPath"]).Where(hostPath => hostPath.Exists))
        {
            context.Report(workload, hostPath["path"], $"volume mounts {hostPath["path"].Text} of the node");
        }
    }
}
