using KubeSec.Findings;
using KubeSec.Manifests;

namespace KubeSec.Rules.Catalogue.Pods;

internal sealed class TolerationEverything : Rule
{
    private static readonly string[] ControlPlaneTaints = ["node-role.kubernetes.io/control-plane", "node-role.kubernetes.io/master"];

    public override RuleInfo Info { get; } = new()
    {
        Code = "KS1058",
        Name = "toleration-everything",
        Title = "Pod may run on control-plane nodes",
        Severity = Severity.Low,
        Category = RuleCategory.Pod,
        Why = "Tolerating every taint, or the control plane's, lets the pod share a node with the API server and etcd.",
        Attack = "Wait to be scheduled beside the control plane, then attack the kernel.",
        Remedy = "Tolerate only the taints of the nodes the pod is meant for.",
        WhenToWaive = "Agents that must run on every node.",
        Frameworks = [new("owasp", "K01"), new("attack", "T1610")],
    };

    public override void CheckWorkload(Workload workload, RuleContext context)
    {
        if (workload.Resource.Kind == "DaemonSet")
        {
            return;
        }

        foreach (Field toleration in workload.Pod["tolerations"].Items)
        {
            string? key = toleration["key"].Text;
            bool everything = string.IsNullOrEmpty(key) && toleration["operator"].Text == "Exists";
            if (everything || ControlPlaneTaints.Contains(key))
            {
                context.Report(workload, everything ? toleration["operator"] : toleration["key"], "the pod may run on control-plane nodes");
            }
        }
    }
}
