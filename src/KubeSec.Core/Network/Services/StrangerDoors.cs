namespace KubeSec.Network;

/// <summary>
/// What policies let in from pods of other namespaces that are not in the input. The cluster's ingress controller may
/// be one of them: its namespace and labels stand in no manifest, and policies for it name just these.
/// </summary>
/// <param name="engine">The engine.</param>
/// <param name="controller">The class that stands for a controller without labels.</param>
internal sealed class StrangerDoors(ReachabilityEngine engine, int controller)
{
    private readonly Dictionary<(string Namespaces, string Pods), bool> known = [];

    /// <summary>The ports of one workload that such pods may use.</summary>
    public PortSet PortsInto(int workload)
    {
        Row row = engine.RowOf(workload, TrafficDirection.Ingress);
        PortSet open = Ports(row, PolicyLayer.Namespace, workload, (_, rule) => rule.Action == RuleAction.Allow && rule.Peers?.Any(IsStranger) == true);
        return open.IsEmpty ? open : open.Except(
            Ports(row, PolicyLayer.Admin, workload, (policy, rule) => rule.Action == RuleAction.Deny && engine.Rules.Peers(policy, rule).Sure.Contains(controller)));
    }

    private PortSet Ports(Row row, PolicyLayer layer, int workload, Func<Policy, PolicyRule, bool> counts) => row.Policies
        .Where(policy => policy.Layer == layer)
        .SelectMany(policy => policy.RulesOf(TrafficDirection.Ingress).Where(rule => counts(policy, rule)))
        .Aggregate(PortSet.None, (all, rule) => all.Union(engine.PossiblePortsAt(workload, rule)));

    private bool IsStranger(RulePeer peer)
    {
        if (peer is not { Pods: { IsValid: true } pods, Namespaces: { IsValid: true } namespaces })
        {
            return false;
        }

        if (!known.TryGetValue((namespaces.Text, pods.Text), out bool isKnown))
        {
            isKnown = engine.Index.Select(pods, namespaces, "").And(engine.Index.Pods).Members()
                .Any(number => engine.Index.Classes[number].Workloads.Any(workload => workload.Source is not null));
            known.Add((namespaces.Text, pods.Text), isKnown);
        }

        return !isKnown;
    }
}
