using KubeSec.Findings;

namespace KubeSec.Network;

/// <summary>KS3016: isolated one way, open the other. A workload no policy selects at all is the catalogue's to report.</summary>
internal sealed class OneDirection : NetworkCheck
{
    public override IEnumerable<Finding> Check(NetworkLintContext context)
    {
        foreach ((NetworkWorkload workload, int number) in context.Workloads.Where(pair => !pair.Workload.IsHostNetwork))
        {
            bool ingress = context.Engine.RowOf(number, TrafficDirection.Ingress).Policies.Count > 0;
            bool egress = context.Engine.RowOf(number, TrafficDirection.Egress).Policies.Count > 0;
            if (ingress != egress)
            {
                yield return Report(NetworkRules.OneDirection, workload, $"policies guard {workload.Name} on {(ingress ? "ingress" : "egress")} only; {(ingress ? "egress" : "ingress")} is open");
            }
        }
    }
}
