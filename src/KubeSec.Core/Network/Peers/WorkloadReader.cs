using KubeSec.Findings;
using KubeSec.Manifests;

namespace KubeSec.Network;

/// <summary>Turns resources into the workloads of a connectivity table, pods of one owner taken together.</summary>
internal sealed class WorkloadReader
{
    private readonly SortedDictionary<string, NetworkWorkload> byName = new(StringComparer.Ordinal);
    private readonly Dictionary<(string Namespace, string Name, string Kind), Resource> present;
    private readonly TellingLabels tells;
    private readonly List<Finding> findings;

    private WorkloadReader(IEnumerable<Resource> makers, TellingLabels tells, List<Finding> findings)
    {
        this.tells = tells;
        this.findings = findings;
        present = makers.GroupBy(maker => (maker.EffectiveNamespace, maker.Identity.Name, maker.Kind)).ToDictionary(group => group.Key, group => group.Last());
    }

    public static IReadOnlyList<NetworkWorkload> Read(IReadOnlyList<Resource> resources, TellingLabels tells, List<Finding> findings)
    {
        Resource[] makers =
        [
            .. resources.Where(resource => resource.Kind != "PodTemplate" && PodsOf(resource) is not null)
                .OrderBy(maker => maker.Root.Span.File, StringComparer.Ordinal)
                .ThenBy(maker => maker.Root.Span.Line),
        ];
        var reader = new WorkloadReader(makers, tells, findings);
        foreach (Resource maker in makers)
        {
            reader.AddUnlessOwned(maker);
        }

        foreach (Resource pod in makers.Where(maker => maker.Kind == "Pod"))
        {
            reader.AddToOwner(pod);
        }

        return [.. reader.byName.Values];
    }

    private void AddUnlessOwned(Resource maker)
    {
        if (Owner(maker) is not { } owner)
        {
            AddTemplate(maker);
        }
        else if (maker.Kind != "Pod" && !present.ContainsKey(owner))
        {
            AddOwned(maker, owner);
        }
    }

    /// <summary>A template stands for all its pods, except the ones of a StatefulSet that policies single out.</summary>
    private void AddTemplate(Resource maker)
    {
        IReadOnlyList<long> asked = ControllerLabels.OrdinalsAskedFor(maker, tells);
        (long first, long count) = ControllerLabels.Ordinals(maker);
        long usual = first + asked.TakeWhile((ordinal, place) => ordinal == first + place).Count();
        usual = usual < first + count ? usual : first;
        var together = new NetworkWorkload(PodsOf(maker)!, maker.Identity.Name, maker.Kind, ControllerLabels.Of(maker, usual, tells));
        Add(together);
        foreach (long ordinal in asked)
        {
            var alone = new NetworkWorkload(PodsOf(maker)!, $"{maker.Identity.Name}-{ordinal}", "Pod", ControllerLabels.Of(maker, ordinal, tells))
            {
                PartOf = (maker.Identity.Name, maker.Kind),
            };
            if (tells.LabelOrAddress(together, alone) is not null)
            {
                Add(alone);
            }
        }
    }

    /// <summary>A pod as a cluster lists it: part of the workload that made it, unless policies can tell the two apart.</summary>
    private void AddToOwner(Resource pod)
    {
        if (Owner(pod) is not { } owner)
        {
            return;
        }

        if (byName.TryGetValue(NetworkWorkload.NameOf(pod.EffectiveNamespace, pod.Identity.Name, pod.Kind), out NetworkWorkload? numbered))
        {
            numbered.TakeIn(pod);
        }
        else if (!present.ContainsKey(owner))
        {
            AddOwned(pod, owner);
        }
        else
        {
            owner = Maker(owner);
            if (byName.TryGetValue(NetworkWorkload.NameOf(owner.Namespace, owner.Name, owner.Kind), out NetworkWorkload? made))
            {
                Join(pod, owner, made, tells.LabelOrAddress(made, new NetworkWorkload(PodsOf(pod)!, pod.Identity.Name, pod.Kind)));
            }
        }
    }

    private void AddOwned(Resource pod, (string Namespace, string Name, string Kind) owner)
    {
        var together = new NetworkWorkload(PodsOf(pod)!, owner.Name, owner.Kind);
        if (byName.TryAdd(together.Name, together))
        {
            together.TakeIn(pod);
        }
        else
        {
            Join(pod, owner, byName[together.Name], tells.Difference(byName[together.Name], together));
        }
    }

    /// <summary>Pods of one owner that policies can tell apart stay apart, under their own names.</summary>
    private void Join(Resource pod, (string Namespace, string Name, string Kind) owner, NetworkWorkload together, string? difference)
    {
        if (difference is null)
        {
            together.TakeIn(pod);
            return;
        }

        Add(new NetworkWorkload(PodsOf(pod)!, pod.Identity.Name, pod.Kind) { PartOf = (owner.Name, owner.Kind) });
        new PolicyFaults(pod, findings).OwnedPodsDiffer(
            pod.Root["metadata"]["name"], $"{pod.Identity.Name} differs from the other pods of {together.Name} in {difference}, which is asked about: it is judged on its own");
    }

    private void Add(NetworkWorkload workload) => byName[workload.Name] = workload;

    /// <summary>The end of a line of owners: a pod's ReplicaSet was made by a Deployment.</summary>
    private (string Namespace, string Name, string Kind) Maker((string Namespace, string Name, string Kind) owner)
    {
        for (int steps = 0; steps < 4 && present.TryGetValue(owner, out Resource? maker) && Owner(maker) is { } next; steps++)
        {
            owner = next;
        }

        return owner;
    }

    private static Workload? PodsOf(Resource resource) => resource.Workload ?? VirtualMachines.PodsOf(resource);

    private static (string Namespace, string Name, string Kind)? Owner(Resource resource)
    {
        Field[] owners = [.. resource.Root["metadata"]["ownerReferences"].Items];
        Field? owner = owners.FirstOrDefault(owner => owner["controller"].IsTrue) ?? owners.FirstOrDefault();
        string? kind = owner?["kind"].Text;
        if (owner?["name"].Text is not { } name || (kind is null && name == resource.Identity.Name))
        {
            return null;
        }

        // A list written by hand may leave the owner's kind out; the pods are of one owner all the same.
        return (resource.EffectiveNamespace, name, kind ?? resource.Kind);
    }
}
