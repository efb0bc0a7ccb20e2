using System.Globalization;

namespace KubeSec.Network;

/// <summary>Holds the assertions of a policy file against the engine's answers.</summary>
internal sealed class AssertionCheck(ReachabilityEngine engine)
{
    /// <summary>At most one result an assertion and answer: the first pair in order of names, and how many more there are.</summary>
    public IEnumerable<AssertionResult> Check(NetworkAssertion assertion)
    {
        IReadOnlyList<PeerReference> sources = Named(assertion.From);
        IReadOnlyList<PeerReference> destinations = Named(assertion.To);
        if (sources.Count == 0 || destinations.Count == 0)
        {
            string missing = sources.Count == 0 ? assertion.From : assertion.To;
            return [new AssertionResult(assertion, IsBroken: false, $"{assertion}: nothing in the input is called '{missing}'", null)];
        }

        var broken = new List<(PeerReference From, PeerReference To, PortSet Ports)>();
        var unknown = new List<(PeerReference From, PeerReference To, PortSet Ports)>();
        foreach (PeerReference from in sources)
        {
            foreach (PeerReference to in destinations.Where(to => to.Name != from.Name))
            {
                ConnectionBlock block = engine.Decide(from.Number, to.Number);
                PortSet asked = assertion.Port is { } port ? PortSet.Of(assertion.Protocol, port, port) : PortSet.All;
                PortSet allowed = engine.Pool[block.Allowed].Intersect(asked);
                PortSet doubtful = engine.Pool[block.Possible].Except(allowed).Intersect(asked);
                if (assertion.Kind == AssertionKind.Deny ? !allowed.IsEmpty : allowed.IsEmpty && doubtful.IsEmpty)
                {
                    broken.Add((from, to, allowed));
                }
                else if (!doubtful.IsEmpty && allowed.IsEmpty)
                {
                    unknown.Add((from, to, doubtful));
                }
            }
        }

        return [.. Told(assertion, isBroken: true, broken), .. Told(assertion, isBroken: false, unknown)];
    }

    private IEnumerable<AssertionResult> Told(NetworkAssertion assertion, bool isBroken, List<(PeerReference From, PeerReference To, PortSet Ports)> pairs)
    {
        if (pairs.Count == 0)
        {
            yield break;
        }

        (PeerReference from, PeerReference to, PortSet ports) = pairs[0];
        (NetworkProtocol protocol, int port) = assertion.Port is { } asked ? (assertion.Protocol, asked) : FirstPort(ports);
        Explanation why = new ExplainQuestion(engine, protocol, port).Ask(from, to);
        string because = string.Join("; ", why.Decisions.Where(decision => decision.Verdict == why.Verdict && engine.Index.FirstExternal > (decision.Direction == TrafficDirection.Egress ? from : to).Number).Select(decision => decision.Because));
        string more = pairs.Count > 1 ? string.Create(CultureInfo.InvariantCulture, $" (and {pairs.Count - 1} more pairs)") : "";
        string demand = assertion.Kind == AssertionKind.Deny ? "must be denied" : "must be allowed";
        yield return new AssertionResult(assertion, isBroken, $"{from.Name} => {to.Name} {demand} and is {why.Verdict.ToString().ToLowerInvariant()}{(ports.IsEmpty ? "" : $" on {ports}")}: {because}{more}", why);
    }

    private static (NetworkProtocol Protocol, int Port) FirstPort(PortSet ports)
    {
        foreach (NetworkProtocol protocol in new[] { NetworkProtocol.Tcp, NetworkProtocol.Udp, NetworkProtocol.Sctp })
        {
            if (ports.Ranges(protocol) is [PortRange first, ..])
            {
                return (protocol, first.First);
            }
        }

        return (NetworkProtocol.Tcp, 1);
    }

    private IReadOnlyList<PeerReference> Named(string name)
    {
        return name.EndsWith('*')
            ? PeerReference.Of(engine, engine.Written.Where(workload => name == "*" || name == $"{workload.Namespace}/*"))
            : PeerReference.FindWithParts(engine, name);
    }
}
