namespace KubeSec.Network;

/// <summary>
/// Judges one set of policies against every peer at once, by splitting the set of all peers whenever a rule
/// treats some of them differently. Run twice where something is uncertain: once taking every doubt as denied,
/// once as allowed; what lies between is unknown.
/// </summary>
internal sealed class RowBuilder(RuleCompiler compiler, PeerIndex index, PortSetPool pool, TrafficDirection direction)
{
    /// <summary>Ports on their way through the layers: not yet decided, let through to the next layer, allowed.</summary>
    private readonly record struct State(int Open, int Passed, int Allowed);

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

        IReadOnlyList<(PeerSet Peers, int Ports)> certain = judged ? Judge(policies, rules, hopeful: false, isHostNetwork) : [];
        IReadOnlyList<(PeerSet Peers, int Ports)> possible = (judged, reason) switch
        {
            (false, _) => [(index.Every, PortSetPool.All)],
            (_, UnknownReason.None) => certain,
            _ => Judge(policies, rules, hopeful: true, isHostNetwork),
        };
        return new Row(policies, [.. Join(certain, possible)], reason);
    }

    private List<(PeerSet Peers, int Ports)> Judge(
        IReadOnlyList<Policy> policies, Dictionary<PolicyRule, IReadOnlyList<RuleReach>> rules, bool hopeful, bool isHostNetwork)
    {
        var parts = new Dictionary<State, PeerSet> { [new State(PortSetPool.All, PortSetPool.None, PortSetPool.None)] = index.Every };
        parts = Tier(parts, PolicyLayer.Admin);
        if (policies.Any(policy => policy.Layer == PolicyLayer.Namespace))
        {
            parts = Tier(parts, PolicyLayer.Namespace);
            if (hopeful)
            {
                // Traffic of the pod's own node is always let in, and a plugin may take host-network pods for their node.
                PeerSet doubtful = isHostNetwork ? index.Every : index.HostNetwork;
                parts = Split(parts, doubtful, state => state with { Open = PortSetPool.None, Allowed = pool.Union(state.Allowed, state.Open) });
            }
        }
        else
        {
            parts = Map(Tier(parts, PolicyLayer.Baseline), state => state with { Allowed = pool.Union(state.Allowed, pool.Union(state.Open, state.Passed)) });
        }

        return [.. parts.GroupBy(part => part.Key.Allowed).Select(group => (group.Select(part => part.Value).Aggregate((all, one) => all.Or(one)), group.Key))];

        Dictionary<State, PeerSet> Tier(Dictionary<State, PeerSet> before, PolicyLayer layer)
        {
            Dictionary<State, PeerSet> now = Map(before, state => new State(pool.Union(state.Open, state.Passed), PortSetPool.None, state.Allowed));
            foreach (Policy policy in policies.Where(policy => policy.Layer == layer))
            {
                foreach (PolicyRule rule in policy.RulesOf(direction))
                {
                    foreach (RuleReach reach in rules[rule])
                    {
                        now = Apply(now, rule.Action, reach, hopeful);
                    }
                }
            }

            return now;
        }
    }

    private Dictionary<State, PeerSet> Apply(Dictionary<State, PeerSet> parts, RuleAction action, RuleReach reach, bool hopeful)
    {
        bool wide = hopeful == (action == RuleAction.Allow);
        if (action != RuleAction.Pass)
        {
            return Act(parts, action, wide ? reach.PossiblePeers : reach.Peers, wide ? reach.PossiblePorts : reach.Ports);
        }

        Dictionary<State, PeerSet> passed = Act(parts, RuleAction.Pass, reach.Peers, reach.Ports);
        return reach.IsCertain ? passed : Act(passed, hopeful ? RuleAction.Allow : RuleAction.Deny, reach.PossiblePeers, reach.PossiblePorts);
    }

    private Dictionary<State, PeerSet> Act(Dictionary<State, PeerSet> parts, RuleAction action, PeerSet peers, int ports) =>
        Split(parts, peers, state =>
        {
            int hit = pool.Intersect(state.Open, ports);
            return new State(
                pool.Except(state.Open, hit),
                action == RuleAction.Pass ? pool.Union(state.Passed, hit) : state.Passed,
                action == RuleAction.Allow ? pool.Union(state.Allowed, hit) : state.Allowed);
        });

    private static Dictionary<State, PeerSet> Split(Dictionary<State, PeerSet> parts, PeerSet peers, Func<State, State> change)
    {
        if (peers.IsEmpty)
        {
            return parts;
        }

        var result = new Dictionary<State, PeerSet>();
        foreach ((State state, PeerSet members) in parts)
        {
            State changed = change(state);
            if (changed == state)
            {
                Add(result, state, members);
                continue;
            }

            Add(result, changed, members.And(peers));
            Add(result, state, members.Except(peers));
        }

        return result;
    }

    private static Dictionary<State, PeerSet> Map(Dictionary<State, PeerSet> parts, Func<State, State> change)
    {
        var result = new Dictionary<State, PeerSet>();
        foreach ((State state, PeerSet members) in parts)
        {
            Add(result, change(state), members);
        }

        return result;
    }

    private static void Add(Dictionary<State, PeerSet> parts, State state, PeerSet members)
    {
        if (!members.IsEmpty)
        {
            parts[state] = parts.TryGetValue(state, out PeerSet? present) ? present.Or(members) : members;
        }
    }

    private static IEnumerable<RowPart> Join(IReadOnlyList<(PeerSet Peers, int Ports)> certain, IReadOnlyList<(PeerSet Peers, int Ports)> possible)
    {
        foreach ((PeerSet may, int possiblePorts) in possible.Where(part => part.Ports != PortSetPool.None))
        {
            PeerSet rest = may;
            foreach ((PeerSet does, int ports) in certain.Where(part => part.Ports != PortSetPool.None))
            {
                PeerSet both = rest.And(does);
                if (!both.IsEmpty)
                {
                    yield return new RowPart(both, ports, possiblePorts);
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
