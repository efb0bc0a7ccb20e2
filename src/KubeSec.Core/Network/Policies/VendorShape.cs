using KubeSec.Manifests;

namespace KubeSec.Network;

/// <summary>Holds a policy of Cilium or Calico against the lists and mappings of its API, whose field names mean one thing each.</summary>
internal static class VendorShape
{
    private static readonly string[] ListsOfMappings =
        ["ingress", "egress", "fromEndpoints", "toEndpoints", "fromCIDRSet", "toCIDRSet", "toFQDNs", "toPorts", "matchExpressions", "dns"];

    private static readonly string[] OtherLists = ["fromEntities", "toEntities", "fromCIDR", "toCIDR", "ports", "types", "nets", "except", "values"];

    private static readonly string[] Mappings = ["spec", "endpointSelector", "matchLabels", "rules", "source", "destination"];

    /// <summary>Reports every field of another shape and answers whether there was one: read past, it would count as missing.</summary>
    public static bool IsBroken(Field policy, PolicyFaults faults)
    {
        bool broken = false;
        foreach (Field field in policy.Entries.Where(field => field.Name != "metadata"))
        {
            broken |= IsBrokenField(field, faults);
        }

        return broken;
    }

    private static bool IsBrokenField(Field field, PolicyFaults faults)
    {
        bool ofMappings = ListsOfMappings.Contains(field.Name, StringComparer.Ordinal);
        bool broken = ofMappings || OtherLists.Contains(field.Name, StringComparer.Ordinal) ? faults.IsNoList(field)
            : Mappings.Contains(field.Name, StringComparer.Ordinal) && faults.IsNoMapping(field);
        foreach (Field item in field.Items)
        {
            broken |= (ofMappings && faults.IsNoMapping(item)) | IsBroken(item, faults);
        }

        return broken | IsBroken(field, faults);
    }
}
