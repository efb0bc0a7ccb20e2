namespace KubeSec.Network;

/// <summary>The reasons for an unknown answer in words.</summary>
internal static class UnknownReasons
{
    public static string Describe(UnknownReason reason) => string.Join("; ", Parts(reason));

    private static IEnumerable<string> Parts(UnknownReason reason)
    {
        foreach (UnknownReason one in Enum.GetValues<UnknownReason>().Where(one => one != UnknownReason.None && reason.HasFlag(one)))
        {
            yield return one switch
            {
                UnknownReason.HostNetwork => "one end uses its node's network, where the effect of policies is left open",
                UnknownReason.UnresolvedNamedPort => "a rule names a port that the destination does not declare",
                UnknownReason.PodAddress => "a block of addresses may or may not apply to pods",
                UnknownReason.NodeAddress => "a rule names nodes whose addresses are not in the input",
                UnknownReason.DomainName => "a rule names DNS names, whose addresses no manifest holds",
                UnknownReason.PolicyNotUnderstood => "a policy that is not understood selects the workload",
                UnknownReason.IngressController => "a rule lets in pods that are not in the input, and the ingress controller may be one of them",
                _ => "the Service has no selector, so where it leads is unknown",
            };
        }
    }
}
