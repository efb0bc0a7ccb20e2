using KubeSec.Findings;
using KubeSec.Manifests;

namespace KubeSec.Network;

/// <summary>Turns resources into the workloads of a connectivity table, pods of one owner taken together.</summary>
internal static class WorkloadReader
{
    /// <summary>Template labels that controllers set per revision: they tell pods of one owner apart without meaning to.</summary>
    private static readonly string[] Volatile = ["pod-template-hash", "controller-revision-hash", "pod-template-generation"];

    public static IReadOnlyList<NetworkWorkload> Read(IReadOnlyList<Resource> resources, TellingLabels tells, List<Finding> findings)
    {
        Resource[] makers = [.. resources.Where(resource => resource.Workload is not null && resource.Kind != "PodTemplate")];
        var present = makers.Select(maker => Key(maker.EffectiveNamespace, maker.Kind, maker.Identity.Name)).ToHashSet();
        var byName = new SortedDictionary<string, NetworkWorkload>(StringComparer.Ordinal);
        foreach (Resource maker in makers.OrderBy(maker => maker.Root.Span.File, StringComparer.Ordinal).ThenBy(maker => maker.Root.Span.Line))
        {
            Field owner = Owner(maker);
            string? ownerName = owner["name"].Text;
            string? ownerKind = owner["kind"].Text;
            if (ownerName is null || ownerKind is null)
            {
                var own = new NetworkWorkload(maker.Workload!, maker.Identity.Name, maker.Kind);
                byName[own.Name] = own;
            }
            else if (!present.Contains(Key(maker.EffectiveNamespace, ownerKind, ownerName)))
            {
                AddOwned(byName, maker, ownerName, ownerKind, tells, findings);
            }
        }

        return [.. byName.Values];
    }

    /// <summary>Whether a label is set by a controller rather than by a person.</summary>
    public static bool IsVolatileLabel(string label) => Volatile.Contains(label, StringComparer.Ordinal);

    private static void AddOwned(
        SortedDictionary<string, NetworkWorkload> byName, Resource pod, string ownerName, string ownerKind, TellingLabels tells, List<Finding> findings)
    {
        var together = new NetworkWorkload(pod.Workload!, ownerName, ownerKind);
        if (byName.TryAdd(together.Name, together) || tells.Difference(byName[together.Name], together) is not { } label)
        {
            return;
        }

        // Pods of one owner that policies can tell apart stay apart, under their own names.
        var alone = new NetworkWorkload(pod.Workload!, pod.Identity.Name, pod.Kind);
        byName[alone.Name] = alone;
        new PolicyFaults(pod, findings).OwnedPodsDiffer(
            pod.Root["metadata"]["name"], $"{pod.Identity.Name} differs from the other pods of {together.Name} in {label}, which is asked about: it is judged on its own");
    }

    private static Field Owner(Resource resource)
    {
        Field[] owners = [.. resource.Root["metadata"]["ownerReferences"].Items];
        return owners.FirstOrDefault(owner => owner["controller"].IsTrue) ?? owners.FirstOrDefault() ?? resource.Root["metadata"]["ownerReferences"];
    }

    private static (string Namespace, string Kind, string Name) Key(string ns, string kind, string name) => (ns, kind, name);
}
