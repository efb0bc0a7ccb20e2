namespace KubeSec.Network;

/// <summary>A peer that a caller named.</summary>
/// <param name="Name">Its full name.</param>
/// <param name="Number">Its place among the engine's peers.</param>
/// <param name="IsHostNetwork">Whether it shares its node's network.</param>
internal sealed record PeerReference(string Name, int Number, bool IsHostNetwork)
{
    /// <summary>
    /// Every peer a name may mean: <c>namespace/name[Kind]</c>, <c>namespace/name</c>, <c>name</c>, an IP address, or
    /// <c>internet</c> for an address that no policy singles out.
    /// </summary>
    public static IReadOnlyList<PeerReference> Find(ReachabilityEngine engine, string name)
    {
        if (AddressRange.ParseAddress(name == "internet" ? SomeAddress : name) is { } address)
        {
            return [new PeerReference(name, engine.Index.Addresses([address]).Members().First(), IsHostNetwork: false)];
        }

        return
        [
            .. engine.Written
                .Where(workload => workload.Name == name || $"{workload.Namespace}/{workload.ShortName}" == name || workload.ShortName == name)
                .Select(workload => new PeerReference(workload.Name, engine.NumberOf(workload), workload.IsHostNetwork)),
        ];
    }

    /// <summary>TEST-NET-3 (RFC 5737): outside every cluster, and in no sensible exception of a policy.</summary>
    private const string SomeAddress = "203.0.113.1";
}
