using KubeSec.Findings;
using KubeSec.Network;

namespace KubeSec.Rules.Catalogue.Network;

internal sealed class NetworkPolicyOneDirection : NetworkRule
{
    public override RuleInfo Info { get; } = new()
    {
        Code = "KS3016",
        Name = "network-policy-one-direction",
        Title = "Policies guard the workload in one direction only",
        Severity = Severity.Medium,
        Category = RuleCategory.Network,
        Why = "A taken container still talks freely in the open direction: in by any neighbour, or out to any server.",
        Attack = "Enter through the guarded side, and send what was found out through the open one.",
        Remedy = "Add a policy that selects the workload with the missing policyTypes entry.",
        WhenToWaive = "Public entry points, whose ingress is meant to be open.",
        Frameworks = [new("nsa", "network-policies"), new("cis", "5.3.2"), new("owasp", "K05"), new("attack", "T1210")],
    };

    protected override void Check(NetworkAnalyzer network, RuleContext context)
    {
        // Where the policies of a whole namespace leave one direction out, network-policy-no-egress-or-ingress says so once.
        HashSet<(string, TrafficDirection)> restricted =
        [
            .. network.Model.Policies.SelectMany(policy => Enum.GetValues<TrafficDirection>().Where(policy.Affects).Select(direction => (policy.Namespace, direction))),
        ];
        foreach ((NetworkWorkload workload, int number) in Workloads(network).Where(pair => !pair.Workload.IsHostNetwork))
        {
            bool ingress = network.Engine.RowOf(number, TrafficDirection.Ingress).Policies.Count > 0;
            bool egress = network.Engine.RowOf(number, TrafficDirection.Egress).Policies.Count > 0;
            if (ingress != egress && restricted.Contains((workload.Namespace, ingress ? TrafficDirection.Egress : TrafficDirection.Ingress)))
            {
                Report(context, workload, $"policies guard {workload.Name} on {(ingress ? "ingress" : "egress")} only; {(ingress ? "egress" : "ingress")} is open");
            }
        }
    }
}
