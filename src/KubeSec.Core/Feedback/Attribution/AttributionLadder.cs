using KubeSec.Feedback.Observations;
using KubeSec.Feedback.Storage;

namespace KubeSec.Feedback.Attribution;

/// <summary>What an observation's join to the inventory gave.</summary>
/// <param name="Level">How surely it is tied to something deployed.</param>
/// <param name="Candidates">The containers it may mean; several where the join is ambiguous, none where the inventory says nothing.</param>
/// <param name="Charge">What of them the observation may be held against.</param>
/// <param name="Pending">Whether the next listing of the cluster may make it surer.</param>
internal sealed record Resolution(AttributionLevel Level, IReadOnlyList<Placement> Candidates, Charge Charge, bool Pending);

/// <summary>What an observation is held against.</summary>
internal enum Charge
{
    /// <summary>Nothing: it may have been any of several workloads.</summary>
    Nothing,

    /// <summary>The workload that all candidates belong to.</summary>
    Workload,

    /// <summary>The workload, and the image by its digest.</summary>
    Image,
}

/// <summary>
/// Joins an observation to what ran at its moment. A pod's uid or a container's full id names one thing for ever; a pod's name
/// is reused, and counts only while the pod was surely there. What is ambiguous stays a set, and no level is claimed that the
/// join has not earned.
/// </summary>
internal static class AttributionLadder
{
    private enum Basis
    {
        Uid,
        Name,
        Id,
    }

    /// <summary>Resolves one observation.</summary>
    /// <param name="observation">The observation.</param>
    /// <param name="known">Every placement its pod name, uid or container id may mean.</param>
    public static Resolution Resolve(Observation observation, IReadOnlyList<Placement> known)
    {
        AttributionLevel alone = IncidentFold.LevelOf(observation);
        if (observation.OnHost || PodOf(observation, known) is not (var basis, { Count: > 0 } pod))
        {
            return new Resolution(alone, [], Charge.Nothing, false);
        }

        (IReadOnlyList<Placement> candidates, bool narrowed) = ContainerOf(observation, pod);
        bool one = narrowed && candidates.DistinctBy(placement => (placement.Cluster, placement.PodUid, placement.Container)).Count() == 1
            && candidates.Select(placement => placement.Digest).Distinct().ToArray() is [not null]
            && (observation.Image is null || candidates.All(placement => placement.Repository is null || placement.Repository == observation.Image));
        bool certain = basis switch
        {
            Basis.Uid => true,
            Basis.Name => observation.At is { } at && candidates.All(placement => placement.RanAt(at)),
            _ => observation.ContainerId!.Length >= 64 && candidates.All(placement => placement.HasFullId),
        };
        bool sameWorkload = candidates.Select(placement => (placement.Namespace, placement.Workload)).Distinct().Count() == 1;
        AttributionLevel level = one && certain ? (basis == Basis.Id ? AttributionLevel.ContainerInInventory : AttributionLevel.PodInInventory)
            : sameWorkload ? AttributionLevel.Workload : alone;
        return new Resolution(
            level < alone ? level : alone,
            candidates,
            one && certain ? Charge.Image : sameWorkload ? Charge.Workload : Charge.Nothing,
            Pending: one && !certain && basis == Basis.Name && observation.At is not null);
    }

    // The pod's containers: by uid, else by name at that time, else by container id alone.
    private static (Basis Basis, IReadOnlyList<Placement> Pod) PodOf(Observation observation, IReadOnlyList<Placement> known)
    {
        IEnumerable<Placement> cluster = known.Where(placement => observation.Cluster is null || placement.Cluster.Length == 0 || placement.Cluster == observation.Cluster);
        if (observation.PodUid is { } uid)
        {
            return (Basis.Uid, [.. cluster.Where(placement => placement.PodUid == uid)]);
        }

        if (observation.Pod is { } name)
        {
            Placement[] namesakes = [.. cluster.Where(placement => placement.Pod == name && (observation.Namespace is null || placement.Namespace == observation.Namespace))];
            return (Basis.Name, [.. namesakes.Select(placement => EndedBySuccessor(placement, namesakes)).Where(placement => observation.At is not { } at || PodMayBe(placement, at))]);
        }

        string? id = observation.ContainerId;
        return (Basis.Id, id is { Length: >= Placement.ShortIdLength } ? [.. cluster.Where(placement => placement.ContainerId.StartsWith(id, StringComparison.Ordinal))] : []);
    }

    private static (IReadOnlyList<Placement> Candidates, bool Narrowed) ContainerOf(Observation observation, IReadOnlyList<Placement> pod)
    {
        if (observation.ContainerId is { Length: >= Placement.ShortIdLength } id)
        {
            Placement[] byId = [.. pod.Where(placement => placement.ContainerId.StartsWith(id, StringComparison.Ordinal))];
            // A run that the inventory has not heard of: the pod is known, which image ran is not.
            return byId.Length > 0 ? (byId, true) : (Named(observation, pod) is { Count: > 0 } named ? named : pod, false);
        }

        IReadOnlyList<Placement> byName = observation.Container is null ? pod : Named(observation, pod);
        if (byName.Count == 0)
        {
            return (pod, false);
        }

        Placement[] running = [.. byName.Where(placement => observation.At is not { } at || placement.MayRunAt(at))];
        // A row without an id describes the container before it ran; a run of the same container says more.
        running = [.. running.Where(placement => placement.ContainerId.Length > 0 || !Array.Exists(running, run => run.ContainerId.Length > 0 && run.PodUid == placement.PodUid && run.Container == placement.Container))];
        Placement[] image = [.. running.Where(placement => observation.Image is not null && placement.Repository == observation.Image)];
        return image.Length > 0 ? (image, true) : running.Length > 0 ? (running, true) : (byName, false);
    }

    private static IReadOnlyList<Placement> Named(Observation observation, IReadOnlyList<Placement> pod)
    {
        // Docker's own name of a container: k8s_CONTAINER_POD_NAMESPACE_UID_ATTEMPT.
        string? name = observation.Container is { } text && text.StartsWith("k8s_", StringComparison.Ordinal) && text.Split('_') is { Length: 6 } parts ? parts[1] : observation.Container;
        return [.. pod.Where(placement => placement.Container == name)];
    }

    // Two pods of one name never live together in one namespace: the elder was gone when the younger was made.
    private static Placement EndedBySuccessor(Placement placement, Placement[] namesakes)
    {
        long? successor = namesakes
            .Where(other => other.PodUid != placement.PodUid && other.Cluster == placement.Cluster && other.Namespace == placement.Namespace && other.CreatedAt > placement.CreatedAt)
            .Min(other => other.CreatedAt);
        return successor is { } made && !(placement.GoneBy < made) ? placement with { GoneBy = made } : placement;
    }

    private static bool PodMayBe(Placement placement, long at) => !(at < placement.CreatedAt) && !(at >= placement.GoneBy);
}
