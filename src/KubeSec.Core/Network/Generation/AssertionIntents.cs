namespace KubeSec.Network;

/// <summary>Turns assertions into intents, and takes what is to be denied out of all of them.</summary>
internal sealed class AssertionIntents(ReachabilityEngine engine)
{
    public IEnumerable<Intent> Read(IReadOnlyList<NetworkAssertion> assertions, List<string> notes)
    {
        foreach (NetworkAssertion assertion in assertions.Where(assertion => assertion.Kind == AssertionKind.Allow))
        {
            NetworkWorkload[] from = Named(assertion.From);
            NetworkWorkload[] to = Named(assertion.To);
            if ((from.Length == 0 && !IsOutside(assertion.From)) || (to.Length == 0 && !IsOutside(assertion.To)) || from.Length + to.Length == 0)
            {
                notes.Add($"{assertion.From} => {assertion.To}: no workload of the input is called so");
                continue;
            }

            foreach (NetworkWorkload? source in OrElsewhere(from))
            {
                foreach (NetworkWorkload? target in OrElsewhere(to))
                {
                    if (source != target)
                    {
                        AddressRange? address = AddressRange.ParseAddress(source is null ? assertion.From : assertion.To);
                        yield return new Intent(source, target, address, AnyPod: false, Ports(assertion, target), "asserted");
                    }
                }
            }
        }
    }

    /// <summary>An intent without the ports that an assertion denies to its pair.</summary>
    public Intent WithoutDenied(Intent intent, IReadOnlyList<NetworkAssertion> assertions) => assertions
        .Where(assertion => assertion.Kind == AssertionKind.Deny && intent.From is not null && intent.To is not null)
        .Where(assertion => Named(assertion.From).Contains(intent.From) && Named(assertion.To).Contains(intent.To))
        .Aggregate(intent, (rest, assertion) => rest with
        {
            Ports = rest.Ports.Except(assertion.Port is { } port ? PortSet.Of(assertion.Protocol, port, port) : PortSet.All),
        });

    /// <summary>The port asserted; without one the ports the destination declares, or all where it declares none.</summary>
    private static PortSet Ports(NetworkAssertion assertion, NetworkWorkload? target)
    {
        if (assertion.Port is { } port)
        {
            return PortSet.Of(assertion.Protocol, port, port);
        }

        PortSet declared = (target?.Source?.Containers ?? [])
            .SelectMany(container => container.Field["ports"].Items)
            .Where(entry => entry["containerPort"].Integer is > 0 and <= 65535 && ProtocolNames.Parse(entry["protocol"].Text) is not null)
            .Aggregate(PortSet.None, (all, entry) => all.Union(PortSet.Of(ProtocolNames.Parse(entry["protocol"].Text)!.Value, (int)entry["containerPort"].Integer!.Value, (int)entry["containerPort"].Integer!.Value)));
        return declared.IsEmpty ? PortSet.All : declared;
    }

    private static IEnumerable<NetworkWorkload?> OrElsewhere(NetworkWorkload[] named) => named.Length > 0 ? named : new NetworkWorkload?[] { null };

    private static bool IsOutside(string name) => name == "internet" || AddressRange.ParseAddress(name) is not null;

    private NetworkWorkload[] Named(string name) =>
        [.. engine.Written.Where(workload => name == "*" || name == workload.Name || name == workload.ShortName || name == $"{workload.Namespace}/{workload.ShortName}" || name == $"{workload.Namespace}/*")];
}
