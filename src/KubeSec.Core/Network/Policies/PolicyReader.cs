using KubeSec.Findings;
using KubeSec.Manifests;

namespace KubeSec.Network;

/// <summary>Finds the policies among resources and reads each with the reader of its kind.</summary>
internal static class PolicyReader
{
    private const string TieredGroup = "policy.networking.k8s.io";

    public static IReadOnlyList<Policy> Read(IReadOnlyList<Resource> resources, List<Finding> findings)
    {
        var policies = new List<Policy>();
        foreach (Resource resource in resources)
        {
            if (ReadOne(resource, findings) is { } policy)
            {
                CheckName(resource, new PolicyFaults(resource, findings));
                policies.Add(policy);
            }
        }

        List<Policy> kept = WithoutDuplicates(policies, findings);
        ReportPriorityClashes(kept, findings);
        return kept;
    }

    private static Policy? ReadOne(Resource resource, List<Finding> findings) => (resource.Kind, resource.Identity.Group) switch
    {
        ("NetworkPolicy", "networking.k8s.io" or "extensions") => NetworkPolicyReader.Read(resource, findings),
        ("AdminNetworkPolicy" or "BaselineAdminNetworkPolicy" or "ClusterNetworkPolicy", TieredGroup) => TieredPolicyReader.Read(resource, findings),
        ("CiliumNetworkPolicy" or "CiliumClusterwideNetworkPolicy", "cilium.io") => CiliumPolicyReader.Read(resource, findings),
        ("NetworkPolicy" or "GlobalNetworkPolicy" or "StagedNetworkPolicy" or "StagedGlobalNetworkPolicy" or "StagedKubernetesNetworkPolicy", "projectcalico.org" or "crd.projectcalico.org") =>
            CalicoPolicyReader.Read(resource, findings),
        _ => ForeignPolicyReader.Read(resource, findings),
    };

    /// <summary>A name is a subdomain of DNS (apimachinery, NameIsDNSSubdomain); the API server makes one up from generateName.</summary>
    private static void CheckName(Resource resource, PolicyFaults faults)
    {
        Field metadata = resource.Root["metadata"];
        if (metadata["name"].Text is not { Length: > 0 } name)
        {
            if (!metadata["generateName"].Exists)
            {
                faults.Invalid(metadata["name"], "the policy has no name");
            }
        }
        else if (!DnsSubdomain.Is(name))
        {
            faults.Invalid(metadata["name"], $"'{name}' is no name: lower-case letters, digits, '-' and '.' alone");
        }
    }

    /// <summary>Two policies of one tier and priority: which decides what both match is left open (AdminNetworkPolicySpec.priority).</summary>
    private static void ReportPriorityClashes(List<Policy> policies, List<Finding> findings)
    {
        foreach (IGrouping<(PolicyLayer Layer, int Priority), Policy> group in policies
            .Where(policy => policy.Resource.Kind is "AdminNetworkPolicy" or "ClusterNetworkPolicy")
            .GroupBy(policy => (policy.Layer, policy.Priority)))
        {
            foreach (Policy policy in group.Skip(1))
            {
                new PolicyFaults(policy.Resource, findings).PriorityClash(
                    policy.Resource.Spec["priority"], $"{policy} has priority {policy.Priority} of tier {policy.Layer}, as {group.First()} has");
            }
        }
    }

    /// <summary>Of two policies with one name the API server keeps the one applied last; files are taken in the order of their names.</summary>
    private static List<Policy> WithoutDuplicates(List<Policy> policies, List<Finding> findings)
    {
        var kept = new List<Policy>();
        IEnumerable<IGrouping<string, Policy>> byName = policies
            .OrderBy(policy => policy.Resource.Root.Span.File, StringComparer.Ordinal)
            .ThenBy(policy => policy.Resource.Root.Span.Line)
            .GroupBy(policy => $"{policy.Resource.Identity.Group}/{policy.Name}", StringComparer.Ordinal);
        foreach (IGrouping<string, Policy> group in byName.OrderBy(group => group.Key, StringComparer.Ordinal))
        {
            Policy[] same = [.. group];
            kept.Add(same[^1]);
            foreach (Policy lost in same[..^1])
            {
                new PolicyFaults(lost.Resource, findings).Duplicate(
                    lost.Resource.Root["metadata"]["name"], $"{lost.Name} is written again at {same[^1].Resource.Root.Span}: only the last one takes effect");
            }
        }

        return kept;
    }
}
