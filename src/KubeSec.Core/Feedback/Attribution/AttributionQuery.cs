using System.Data.Common;
using KubeSec.Feedback.Storage;

namespace KubeSec.Feedback.Attribution;

/// <summary>Answers from the inventory.</summary>
internal static class AttributionQuery
{
    public static async Task<IncidentAttribution?> OfIncidentAsync(DbConnection connection, string id, CancellationToken cancellationToken)
    {
        if (await IncidentTable.FindAsync(connection, id, cancellationToken) is not { } incident)
        {
            return null;
        }

        var joined = await AttributionTable.OfIncidentAsync(connection, id, cancellationToken);
        HashSet<string> digests = new(StringComparer.Ordinal);
        foreach (string digest in joined.Where(row => row.Charge == Charge.Image).Select(row => row.Placement.Digest).OfType<string>()
            .Concat(incident.Subjects.Where(subject => subject.Kind == SubjectKind.Digest).Select(subject => subject.Value)).Distinct(StringComparer.Ordinal))
        {
            digests.UnionWith(await ArtifactTable.AliasesAsync(connection, digest, cancellationToken));
        }

        string[] ordered = [.. digests.Order(StringComparer.Ordinal)];
        return new IncidentAttribution
        {
            Level = incident.Attribution,
            Containers = [.. joined.Select(row => new AttributedContainer(Describe(row.Placement), row.Level, row.Charge == Charge.Image))],
            Digests = ordered,
            Layers = await ArtifactTable.LayersAsync(connection, ordered, cancellationToken),
            Origins = await OriginsAsync(connection, incident, joined.Select(row => row.Placement), cancellationToken),
        };
    }

    public static async Task<RunningEvidence> SeenRunningAsync(DbConnection connection, RunningQuery query, CancellationToken cancellationToken)
    {
        IReadOnlyList<string>? digests = query.Digest is null ? null : await ArtifactTable.AliasesAsync(connection, query.Digest, cancellationToken);
        List<Placement> placements = await PlacementTable.FindAsync(connection, null, "workload", [query.Workload.Name], cancellationToken);
        (Placement Placement, long From, long To)[] seen =
        [
            .. placements.Where(placement => (query.Workload.Namespace is null || placement.Namespace == query.Workload.Namespace)
                    && (query.Container is null || placement.Container == query.Container)
                    && placement is { ContainerId.Length: > 0, StartedAt: not null, Digest: { } digest } && (digests is null || digests.Contains(digest, StringComparer.Ordinal)))
                .Select(placement => (placement, Math.Max(query.From, placement.StartedAt!.Value), Math.Min(query.To, SurelyUntil(placement))))
                .Where(row => row.Item2 <= row.Item3),
        ];
        return new RunningEvidence(
            seen.Select(row => (row.Placement.Cluster, row.Placement.PodUid)).Distinct().Count(),
            seen.Length == 0 ? null : seen.Min(row => row.From),
            seen.Length == 0 ? null : seen.Max(row => row.To),
            [.. seen.Select(row => row.Placement.Digest!).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)]);
    }

    // A container that ended is known to its end; one that runs, to the last sight of its pod.
    private static long SurelyUntil(Placement placement)
    {
        long until = placement.ValidTo ?? placement.KnownUntil ?? long.MinValue;
        return placement.GoneBy is { } gone && gone < until ? gone : until;
    }

    private static async Task<IReadOnlyList<ManifestOrigin>> OriginsAsync(
        DbConnection connection, Incident incident, IEnumerable<Placement> placements, CancellationToken cancellationToken)
    {
        Placement[] joined = [.. placements];
        HashSet<string> images = new(joined.Select(placement => placement.Image).OfType<string>(), StringComparer.Ordinal);
        List<ManifestOrigin> origins = [];
        foreach (WorkloadName workload in incident.Subjects.Where(subject => subject.Kind == SubjectKind.Workload).Select(subject => NameOf(subject.Value)).Distinct())
        {
            origins.AddRange(await BindingTable.OfWorkloadAsync(connection, workload, incident.LastSeen, images, cancellationToken));
        }

        HashSet<string> containers = new(joined.Select(placement => placement.Container), StringComparer.Ordinal);
        return [.. origins.Where(origin => containers.Count == 0 || containers.Contains(origin.Container)).Distinct()];
    }

    private static WorkloadName NameOf(string subject)
    {
        int slash = subject.IndexOf('/', StringComparison.Ordinal);
        return new WorkloadName(slash <= 0 ? null : subject[..slash], subject[(slash + 1)..]);
    }

    private static RunningContainer Describe(Placement placement) => new()
    {
        Cluster = placement.Cluster,
        Namespace = placement.Namespace,
        Pod = placement.Pod,
        PodUid = placement.PodUid,
        Container = placement.Container,
        ContainerId = placement.ContainerId.Length == 0 ? null : placement.ContainerId,
        Image = placement.Image,
        Digest = placement.Digest,
        Owners = [.. placement.Owners.Select(owner => $"{owner.Kind}/{owner.Name}")],
        WorkloadKind = placement.WorkloadKind,
        Workload = placement.Workload,
        Node = placement.Node,
        ValidFrom = placement.ValidFrom,
        ValidTo = placement.ValidTo is { } ended && !(placement.GoneBy < ended) ? ended : placement.GoneBy,
    };
}
