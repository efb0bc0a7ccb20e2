using KubeSec.Findings;

namespace KubeSec.Network;

/// <summary>KS3015: a named port that none of the destinations declares.</summary>
internal sealed class UnresolvedPorts : NetworkCheck
{
    public override IEnumerable<Finding> Check(NetworkLintContext context)
    {
        foreach (Policy policy in context.Model.Policies)
        {
            foreach (PolicyRule rule in policy.Rules.Where(rule => rule.HasNamedPorts))
            {
                PeerSet destinations = rule.Direction == TrafficDirection.Egress
                    ? context.Engine.Rules.Peers(policy, rule).Possible
                    : context.Engine.Index.Select(policy.SubjectPods, policy.SubjectNamespaces, policy.Namespace);
                NetworkWorkload[] pods = [.. destinations.And(context.Engine.Index.Pods).Members().Select(number => context.Engine.Index.Classes[number].Sample).Where(pod => pod.Source is not null)];
                foreach (RulePort port in rule.Ports!.Where(port => port.Name is not null && pods.Length > 0 && !pods.Any(pod => Declares(pod, port))))
                {
                    yield return Report(NetworkRules.UnresolvedPort, policy.Resource, rule.Field["ports"].Exists ? rule.Field["ports"] : rule.Field,
                        $"no selected destination declares the port '{port.Name}'{(port.Protocol is { } protocol ? $" over {protocol.Name()}" : "")}");
                }
            }
        }
    }

    private static bool Declares(NetworkWorkload pod, RulePort port) =>
        pod.NamedPorts.Any(declared => declared.Name == port.Name && (port.Protocol is null || declared.Protocol == port.Protocol));
}
