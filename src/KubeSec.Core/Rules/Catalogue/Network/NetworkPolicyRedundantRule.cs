using KubeSec.Findings;
using KubeSec.Network;

namespace KubeSec.Rules.Catalogue.Network;

/// <summary>A rule that another rule of its policy covers, whatever pods there are.</summary>
internal sealed class NetworkPolicyRedundantRule : NetworkRule
{
    public override RuleInfo Info { get; } = new()
    {
        Code = "KS3021",
        Name = "network-policy-redundant-rule",
        Title = "Rule changes nothing beside the others of its policy",
        Severity = Severity.Info,
        Category = RuleCategory.Network,
        Why = "Text without effect hides the text that has one.",
        Attack = "Count on reviewers who believe the narrower rule is the one that holds.",
        Remedy = "Drop the rule, or narrow the one that covers it.",
        WhenToWaive = "Policies that a tool writes.",
        Frameworks = [new("nsa", "network-policies"), new("cis", "5.3.2"), new("owasp", "K05"), new("attack", "T1210")],
    };

    protected override void Check(NetworkAnalyzer network, RuleContext context)
    {
        foreach (Policy policy in network.Model.Policies)
        {
            foreach (TrafficDirection direction in Enum.GetValues<TrafficDirection>())
            {
                Check(policy, [.. policy.RulesOf(direction)], context);
            }
        }
    }

    private static void Check(Policy policy, PolicyRule[] rules, RuleContext context)
    {
        // Rules of a tier are asked in order: only an earlier one can make a later one idle. Of two equal ones the later is named.
        bool ordered = policy.Layer != PolicyLayer.Namespace;
        for (int i = 0; i < rules.Length; i++)
        {
            PolicyRule? wider = rules.Where((other, j) => j != i && (j < i || (!ordered && !Covers(rules[i], other))) && Covers(other, rules[i])).FirstOrDefault();
            if (wider is not null)
            {
                context.Report(policy.Resource, rules[i].Field, $"{rules[i].Field.Path} of {policy} changes nothing beside {wider.Field.Path}");
            }
        }
    }

    private static bool Covers(PolicyRule wide, PolicyRule narrow) => CoversPeers(wide, narrow) && CoversPorts(wide, narrow);

    private static bool CoversPeers(PolicyRule wide, PolicyRule narrow) =>
        wide.Peers is null || (narrow.Peers is { Count: > 0 } peers && peers.All(peer => wide.Peers.Any(other => Covers(other, peer))));

    private static bool Covers(RulePeer wide, RulePeer narrow)
    {
        if (narrow.Pods is null)
        {
            return narrow.Addresses.Count > 0 && narrow.Addresses.All(range => wide.Addresses.Any(block => block.Contains(range)));
        }

        bool namespaces = (wide.Namespaces, narrow.Namespaces) switch
        {
            (null, null) => true,
            ({ } one, null) => one.IsEmpty,
            ({ } one, { } other) => other.Implies(one),
            _ => false,
        };
        return wide.Pods is { } pods && narrow.Pods.Implies(pods) && namespaces;
    }

    private static bool CoversPorts(PolicyRule wide, PolicyRule narrow)
    {
        if (wide.Ports is null || narrow.Ports is null)
        {
            return wide.Ports is null;
        }

        PortSet open = wide.Ports.Aggregate(PortSet.None, (all, port) => all.Union(port.Numbers));
        return narrow.Ports.Count > 0 && narrow.Ports.All(port => port.Name is null ? port.Numbers.Except(open).IsEmpty : wide.Ports.Contains(port));
    }
}
