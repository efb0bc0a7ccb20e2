namespace KubeSec.Network;

/// <summary>
/// Judges one set of policies against every peer at once, by splitting the set of all peers whenever a rule
/// treats some of them differently. Run twice where something is uncertain: once taking every doubt as denied,
/// once as allowed; what lies between is unknown.
/// </summary>
internal sealed class RowBuilder(RuleCompiler compiler, PeerIndex index, PortSetPool pool, TrafficDirection direction)
{
    /// <param name="policies">Those that select the subject, in the order they are asked.</param>
    /// <param name="subjectList">The subject's list of named ports.</param>
    /// <param name="isHostNetwork">Whether the subject shares its node's network.</param>
    public Row Build(IReadOnlyList<Policy> policies, int subjectList, bool isHostNetwork)
    {
        Dictionary<PolicyRule, IReadOnlyList<RuleReach>> rules = policies
            .SelectMany(policy => policy.RulesOf(direction).Select(rule => (rule, reach: compiler.Compile(policy, rule, subjectList))))
            .ToDictionary(pair => pair.rule, pair => pair.reach);
        UnknownReason reason = rules.Values.SelectMany(reaches => reaches).Aggregate(UnknownReason.None, (all, reach) => all | reach.Reason);
        bool isolated = policies.Any(policy => policy.Layer == PolicyLayer.Namespace);
        bool judged = !policies.Any(policy => policy.IsNotUnderstood);
        reason |= judged ? UnknownReason.None : UnknownReason.PolicyNotUnderstood;
        reason |= isolated && (isHostNetwork || !index.HostNetwork.IsEmpty) ? UnknownReason.HostNetwork : UnknownReason.None;

        IReadOnlyDictionary<int, PeerSet> certain = judged ? Judge(policies, rules, hopeful: false, isHostNetwork) : new Dictionary<int, PeerSet>();
        IReadOnlyDictionary<int, PeerSet> possible = (judged, reason) switch
        {
            (false, _) => new Dictionary<int, PeerSet> { [PortSetPool.All] = index.Every },
            (_, UnknownReason.None) => certain,
            _ => Judge(policies, rules, hopeful: true, isHostNetwork),
        };
        return new Row(policies, [.. Join(certain, possible)], reason);
    }

    private IReadOnlyDictionary<int, PeerSet> Judge(
        IReadOnlyList<Policy> policies, Dictionary<PolicyRule, IReadOnlyList<RuleReach>> rules, bool hopeful, bool isHostNetwork)
    {
        var peers = new PeerPartition(index.Every, new PortState(PortSetPool.All, PortSetPool.None, PortSetPool.None));
        Tier(PolicyLayer.Admin);
        if (policies.Any(policy => policy.Layer == PolicyLayer.Namespace))
        {
            Tier(PolicyLayer.Namespace);
            if (hopeful)
            {
                // Traffic of the pod's own node is always let in, and a plugin may take host-network pods for their node.
                peers.Change(isHostNetwork ? index.Every : index.HostNetwork, state => state with { Open = PortSetPool.None, Allowed = pool.Union(state.Allowed, state.Open) });
            }
        }
        else
        {
            Tier(PolicyLayer.Baseline);
            peers.ChangeAll(state => state with { Allowed = pool.Union(state.Allowed, pool.Union(state.Open, state.Passed)) });
        }

        return peers.Allowed();

        void Tier(PolicyLayer layer)
        {
            peers.ChangeAll(state => new PortState(pool.Union(state.Open, state.Passed), PortSetPool.None, state.Allowed));
            foreach (Policy policy in policies.Where(policy => policy.Layer == layer))
            {
                foreach (PolicyRule rule in policy.RulesOf(direction))
                {
                    foreach (RuleReach reach in rules[rule])
                    {
                        Apply(peers, rule.Action, reach, hopeful);
                    }
                }
            }
        }
    }

    private void Apply(PeerPartition peers, RuleAction action, RuleReach reach, bool hopeful)
    {
        bool wide = hopeful == (action == RuleAction.Allow);
        if (action != RuleAction.Pass)
        {
            Act(peers, action, wide ? reach.PossiblePeers : reach.Peers, wide ? reach.PossiblePorts : reach.Ports);
            return;
        }

        Act(peers, RuleAction.Pass, reach.Peers, reach.Ports);
        if (!reach.IsCertain)
        {
            Act(peers, hopeful ? RuleAction.Allow : RuleAction.Deny, reach.PossiblePeers, reach.PossiblePorts);
        }
    }

    private void Act(PeerPartition peers, RuleAction action, PeerSet covered, int ports) =>
        peers.Change(covered, state =>
        {
            int hit = pool.Intersect(state.Open, ports);
            return new PortState(
                pool.Except(state.Open, hit),
                action == RuleAction.Pass ? pool.Union(state.Passed, hit) : state.Passed,
                action == RuleAction.Allow ? pool.Union(state.Allowed, hit) : state.Allowed);
        });

    private static IEnumerable<RowPart> Join(IReadOnlyDictionary<int, PeerSet> certain, IReadOnlyDictionary<int, PeerSet> possible)
    {
        foreach ((int possiblePorts, PeerSet may) in possible)
        {
            if (possiblePorts == PortSetPool.None)
            {
                continue;
            }

            if (ReferenceEquals(certain, possible))
            {
                yield return new RowPart(may, possiblePorts, possiblePorts);
                continue;
            }

            PeerSet rest = may;
            foreach ((int ports, PeerSet does) in certain)
            {
                if (ports != PortSetPool.None && rest.Intersects(does))
                {
                    yield return new RowPart(rest.And(does), ports, possiblePorts);
                    rest = rest.Except(does);
                }
            }

            if (!rest.IsEmpty)
            {
                yield return new RowPart(rest, PortSetPool.None, possiblePorts);
            }
        }
    }
}
