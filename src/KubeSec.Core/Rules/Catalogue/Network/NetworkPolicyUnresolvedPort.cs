using KubeSec.Findings;
using KubeSec.Manifests;
using KubeSec.Network;

namespace KubeSec.Rules.Catalogue.Network;

internal sealed class NetworkPolicyUnresolvedPort : NetworkRule
{
    public override RuleInfo Info => NetworkRules.UnresolvedPort;

    protected override void Check(NetworkAnalyzer network, RuleContext context)
    {
        HandOn(network, context);
        foreach (Policy policy in network.Model.Policies)
        {
            foreach (PolicyRule rule in policy.Rules.Where(rule => rule.HasNamedPorts))
            {
                NetworkWorkload[] pods = Destinations(network.Engine, policy, rule);
                foreach (RulePort port in rule.Ports!.Where(port => port.Name is not null && pods.Length > 0 && !pods.Any(pod => Declares(pod, port))))
                {
                    Field at = rule.Field["ports"].Exists ? rule.Field["ports"] : rule.Field;
                    context.Report(policy.Resource, at, $"no selected destination declares the port '{port.Name}'{(port.Protocol is { } protocol ? $" over {protocol.Name()}" : "")}");
                }
            }
        }
    }

    private static NetworkWorkload[] Destinations(ReachabilityEngine engine, Policy policy, PolicyRule rule)
    {
        PeerSet destinations = rule.Direction == TrafficDirection.Egress
            ? engine.Rules.Peers(policy, rule).Possible
            : engine.Index.Select(policy.SubjectPods, policy.SubjectNamespaces, policy.Namespace);
        return [.. destinations.And(engine.Index.Pods).Members().Select(number => engine.Index.Classes[number].Sample).Where(pod => pod.Source is not null)];
    }

    private static bool Declares(NetworkWorkload pod, RulePort port) =>
        pod.NamedPorts.Any(declared => declared.Name == port.Name && (port.Protocol is null || declared.Protocol == port.Protocol));
}
