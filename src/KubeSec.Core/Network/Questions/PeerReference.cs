namespace KubeSec.Network;

/// <summary>A peer that a caller named.</summary>
/// <param name="Name">Its full name.</param>
/// <param name="Number">Its place among the engine's peers.</param>
/// <param name="IsHostNetwork">Whether it shares its node's network.</param>
internal sealed record PeerReference(string Name, int Number, bool IsHostNetwork)
{
    /// <summary>
    /// Every peer a name may mean: <c>namespace/name[Kind]</c>, <c>namespace/name</c>, <c>name</c>, the name of one of a
    /// workload's pods, an IP address, or <c>internet</c> for an address that no policy singles out.
    /// </summary>
    public static IReadOnlyList<PeerReference> Find(ReachabilityEngine engine, string name)
    {
        if (AddressRange.ParseAddress(name == "internet" ? SomeAddress : name) is { } address)
        {
            return [new PeerReference(name, engine.Index.Addresses([address]).Members().First(), IsHostNetwork: false)];
        }

        NetworkWorkload[] named = [.. engine.Written.Where(workload => workload.IsCalled(name))];
        return Of(engine, named.Length > 0 ? named : engine.Written.Where(workload => workload.IsPartOf(name) || IsPod(workload, name)));
    }

    /// <summary>The same, and the pods of it that are judged on their own: what is said of a workload is said of all its pods.</summary>
    public static IReadOnlyList<PeerReference> FindWithParts(ReachabilityEngine engine, string name) =>
        [.. Find(engine, name).Concat(Of(engine, engine.Written.Where(workload => workload.IsPartOf(name)))).Distinct()];

    public static IReadOnlyList<PeerReference> Of(ReachabilityEngine engine, IEnumerable<NetworkWorkload> workloads) =>
        [.. workloads.Select(workload => new PeerReference(workload.Name, engine.NumberOf(workload), workload.IsHostNetwork))];

    private static bool IsPod(NetworkWorkload workload, string name)
    {
        string prefix = $"{workload.Namespace}/";
        return workload.HasPod(name.StartsWith(prefix, StringComparison.Ordinal) ? name[prefix.Length..] : name);
    }

    /// <summary>TEST-NET-3 (RFC 5737): outside every cluster, and in no sensible exception of a policy.</summary>
    private const string SomeAddress = "203.0.113.1";
}
