namespace KubeSec.Network;

/// <summary>Follows one packet through the layers, the way the engine judges sets of them.</summary>
internal sealed class ExplainQuestion(ReachabilityEngine engine, NetworkProtocol protocol, int port)
{
    public Explanation Ask(PeerReference source, PeerReference destination)
    {
        DirectionDecision leaving = Decide(source, destination, TrafficDirection.Egress);
        DirectionDecision entering = Decide(destination, source, TrafficDirection.Ingress);
        ConnectionVerdict verdict = (leaving.Verdict, entering.Verdict) switch
        {
            (ConnectionVerdict.Denied, _) or (_, ConnectionVerdict.Denied) => ConnectionVerdict.Denied,
            (ConnectionVerdict.Allowed, ConnectionVerdict.Allowed) => ConnectionVerdict.Allowed,
            _ => ConnectionVerdict.Unknown,
        };
        return new Explanation(source.Name, destination.Name, protocol, port, verdict, [leaving, entering], [.. Changes(verdict, [leaving, entering])]);
    }

    private DirectionDecision Decide(PeerReference subject, PeerReference peer, TrafficDirection direction)
    {
        if (subject.Number >= engine.Index.FirstExternal)
        {
            return Decision(direction, ConnectionVerdict.Allowed, null, [], UnknownReason.None, $"{subject.Name} is outside the cluster, where no policy holds");
        }

        Row row = engine.RowOf(subject.Number, direction);
        if (row.Policies.FirstOrDefault(policy => policy.IsNotUnderstood) is { } strange)
        {
            return Decision(direction, ConnectionVerdict.Unknown, strange.Layer, [Isolating(strange)], UnknownReason.PolicyNotUnderstood, $"{strange} selects {subject.Name} and is not understood");
        }

        var passed = new List<DecidingRule>();
        DirectionDecision decision = Tier(row, subject, peer, direction, PolicyLayer.Admin, passed) ?? BelowAdmin(row, subject, peer, direction, passed);
        return passed.Count == 0
            ? decision
            : decision with { PassedBy = passed, Because = $"{decision.Because}, after {string.Join(" and ", passed)} passed it on" };
    }

    private DirectionDecision BelowAdmin(Row row, PeerReference subject, PeerReference peer, TrafficDirection direction, List<DecidingRule> passed)
    {
        Policy[] isolating = [.. row.Policies.Where(policy => policy.Layer == PolicyLayer.Namespace)];
        if (isolating.Length > 0)
        {
            return Isolated(isolating, subject, peer, direction);
        }

        return Tier(row, subject, peer, direction, PolicyLayer.Baseline, passed)
            ?? Decision(direction, ConnectionVerdict.Allowed, null, [], UnknownReason.None, $"no policy decides about {Way(direction)} {subject.Name}: open by default");
    }

    private DirectionDecision? Tier(Row row, PeerReference subject, PeerReference peer, TrafficDirection direction, PolicyLayer layer, List<DecidingRule> passed)
    {
        foreach (Policy policy in row.Policies.Where(policy => policy.Layer == layer))
        {
            foreach (PolicyRule rule in policy.RulesOf(direction))
            {
                (bool certain, UnknownReason doubt) = Matches(policy, rule, subject, peer);
                if (doubt != UnknownReason.None && Answer(row, peer) == ConnectionVerdict.Unknown)
                {
                    return Decision(direction, ConnectionVerdict.Unknown, layer, [By(policy, rule)], doubt, $"whether {By(policy, rule)} applies is unknown: {UnknownReasons.Describe(doubt)}");
                }

                if (certain && rule.Action == RuleAction.Pass)
                {
                    passed.Add(By(policy, rule));
                    return null;
                }

                if (certain)
                {
                    ConnectionVerdict verdict = rule.Action == RuleAction.Allow ? ConnectionVerdict.Allowed : ConnectionVerdict.Denied;
                    return Decision(direction, verdict, layer, [By(policy, rule)], UnknownReason.None, $"{By(policy, rule)} {(verdict == ConnectionVerdict.Allowed ? "accepts" : "denies")} it");
                }
            }
        }

        return null;
    }

    private DirectionDecision Isolated(Policy[] policies, PeerReference subject, PeerReference peer, TrafficDirection direction)
    {
        var allowing = new List<DecidingRule>();
        var doubtful = new List<DecidingRule>();
        UnknownReason reason = UnknownReason.None;
        foreach (Policy policy in policies)
        {
            foreach (PolicyRule rule in policy.RulesOf(direction))
            {
                (bool certain, UnknownReason doubt) = Matches(policy, rule, subject, peer);
                if (certain)
                {
                    allowing.Add(By(policy, rule));
                }
                else if (doubt != UnknownReason.None)
                {
                    doubtful.Add(By(policy, rule));
                    reason |= doubt;
                }
            }
        }

        if (allowing.Count > 0)
        {
            return Decision(direction, ConnectionVerdict.Allowed, PolicyLayer.Namespace, allowing, UnknownReason.None, $"{string.Join(" and ", allowing)} {(allowing.Count == 1 ? "allows" : "allow")} it");
        }

        reason |= subject.IsHostNetwork || peer.IsHostNetwork ? UnknownReason.HostNetwork : UnknownReason.None;
        return reason != UnknownReason.None
            ? Decision(direction, ConnectionVerdict.Unknown, PolicyLayer.Namespace, doubtful.Count > 0 ? doubtful : [.. policies.Select(Isolating)], reason, UnknownReasons.Describe(reason))
            : Decision(direction, ConnectionVerdict.Denied, PolicyLayer.Namespace, [.. policies.Select(Isolating)], UnknownReason.None, $"{string.Join(" and ", policies.Select(policy => policy.Name))} {(policies.Length == 1 ? "isolates" : "isolate")} {subject.Name}, and no rule allows it");
    }

    /// <summary>The engine's own answer: a doubtful rule decides nothing where the ones after it decide alike.</summary>
    private ConnectionVerdict Answer(Row row, PeerReference peer)
    {
        (int allowed, int possible) = row.At(peer.Number);
        return engine.Pool[allowed].Contains(protocol, port) ? ConnectionVerdict.Allowed
            : engine.Pool[possible].Contains(protocol, port) ? ConnectionVerdict.Unknown : ConnectionVerdict.Denied;
    }

    /// <summary>Whether a rule covers the packet for certain, and if not, why it may.</summary>
    private (bool Certain, UnknownReason Doubt) Matches(Policy policy, PolicyRule rule, PeerReference subject, PeerReference peer)
    {
        UnknownReason doubt = UnknownReason.None;
        foreach (RuleReach reach in engine.Rules.Compile(policy, rule, engine.NamedPortsOf(subject.Number)))
        {
            if (reach.Peers.Contains(peer.Number) && engine.Pool[reach.Ports].Contains(protocol, port))
            {
                return (true, UnknownReason.None);
            }

            if (reach.PossiblePeers.Contains(peer.Number) && engine.Pool[reach.PossiblePorts].Contains(protocol, port))
            {
                doubt |= reach.Reason;
            }
        }

        return (false, doubt);
    }

    private static IEnumerable<string> Changes(ConnectionVerdict verdict, DirectionDecision[] decisions)
    {
        foreach (DirectionDecision decision in decisions.Where(decision => decision.Verdict == verdict && decision.By.Count > 0))
        {
            string rules = string.Join(" and ", decision.By);
            yield return (verdict, decision.By[0].Rule) switch
            {
                (ConnectionVerdict.Allowed, _) => $"removing {rules} would leave it to the next rule or layer",
                (ConnectionVerdict.Denied, null) => $"a rule for it under {(decision.Direction == TrafficDirection.Ingress ? "spec.ingress" : "spec.egress")} of {rules} would allow it in this direction",
                (ConnectionVerdict.Denied, _) => $"removing {rules}, or a rule before it that lets the connection pass, would lift it in this direction",
                _ => $"making certain: {UnknownReasons.Describe(decision.Reason)}",
            };
        }
    }

    /// <summary>The name of a rule is free text: no line end or terminal command of it may reach the screen.</summary>
    private static string? Shown(string? name) =>
        string.IsNullOrEmpty(name) ? null : string.Concat(name.Select(character => char.IsControl(character) ? '\uFFFD' : character));

    private static DecidingRule By(Policy policy, PolicyRule rule) => new(policy.Name, rule.Field.Path, rule.Field.Span) { Name = Shown(rule.Field["name"].Text) };

    private static DecidingRule Isolating(Policy policy) => new(policy.Name, null, policy.Resource.Root["metadata"]["name"].Span);

    private static string Way(TrafficDirection direction) => direction == TrafficDirection.Ingress ? "traffic into" : "traffic out of";

    private static DirectionDecision Decision(
        TrafficDirection direction, ConnectionVerdict verdict, PolicyLayer? layer, IReadOnlyList<DecidingRule> by, UnknownReason reason, string because) =>
        new(direction, verdict, layer, by, reason, because);
}
