using System.Data.Common;
using KubeSec.Feedback.Attribution;
using KubeSec.Images;

namespace KubeSec.Feedback.Storage;

/// <summary>Ties incidents to images and workloads: by digest, then image, then workload.</summary>
internal static class IncidentMatching
{
    public static async Task<IReadOnlyList<IncidentMatch>> FindAsync(DbConnection connection, IncidentQuery query, CancellationToken cancellationToken)
    {
        var matches = new Dictionary<string, IncidentMatch>(StringComparer.Ordinal);
        await ByImageAsync(connection, query, SubjectKind.Digest, MatchBasis.Digest, await ByDigestAsync(connection, query.Images, cancellationToken), matches, cancellationToken);
        await ByImageAsync(
            connection, query, SubjectKind.Image, MatchBasis.Image, query.Images.ToLookup(image => image.Repository, StringComparer.Ordinal), matches, cancellationToken);
        await ByWorkloadAsync(connection, query, matches, cancellationToken);
        Dictionary<string, IReadOnlyList<IncidentSubject>> subjects = await IncidentTable.SubjectsAsync(connection, matches.Keys, cancellationToken);
        return
        [
            .. matches.Values.OrderByDescending(match => match.Incident.Severity).ThenBy(match => match.Incident.Id, StringComparer.Ordinal)
                .Select(match => match with { Incident = match.Incident with { Subjects = subjects.GetValueOrDefault(match.Incident.Id) ?? [] } }),
        ];
    }

    // A manifest pins an index, a runtime reports the platform's manifest or the configuration: any name of the same image ties.
    private static async Task<ILookup<string, ImageReference>> ByDigestAsync(DbConnection connection, IReadOnlyList<ImageReference> images, CancellationToken cancellationToken)
    {
        List<(string Digest, ImageReference Image)> named = [];
        foreach (ImageReference image in images.Where(image => image.Digest is not null))
        {
            named.AddRange((await ArtifactTable.AliasesAsync(connection, image.Digest!.ToString(), cancellationToken)).Select(digest => (digest, image)));
        }

        return named.ToLookup(pair => pair.Digest, pair => pair.Image, StringComparer.Ordinal);
    }

    private static async Task ByImageAsync(
        DbConnection connection, IncidentQuery query, SubjectKind kind, MatchBasis basis, ILookup<string, ImageReference> images, Dictionary<string, IncidentMatch> matches, CancellationToken cancellationToken)
    {
        foreach ((Incident incident, string subject) in await IncidentTable.BySubjectAsync(connection, StoreCommands.Word(kind), [.. images.Select(group => group.Key)], query, cancellationToken))
        {
            // What a person did through the API server, or what happened on the node, says nothing about the image.
            if (incident.Origin is not (OriginClass.Operator or OriginClass.Host))
            {
                matches.TryAdd(incident.Id, new IncidentMatch(incident, basis, images[subject].First(), null));
            }
        }
    }

    private static async Task ByWorkloadAsync(DbConnection connection, IncidentQuery query, Dictionary<string, IncidentMatch> matches, CancellationToken cancellationToken)
    {
        // A sensor may not know the namespace, and a manifest may not state it: the missing one matches any.
        ILookup<string, WorkloadName> placed = query.Workloads.Where(workload => workload.Namespace is not null)
            .SelectMany(workload => (IEnumerable<(string Key, WorkloadName Workload)>)[($"{workload.Namespace}/{workload.Name}", workload), ($"/{workload.Name}", workload)])
            .ToLookup(pair => pair.Key, pair => pair.Workload, StringComparer.Ordinal);
        ILookup<string, WorkloadName> unplaced = query.Workloads.Where(workload => workload.Namespace is null).ToLookup(workload => workload.Name, StringComparer.Ordinal);
        foreach ((string kind, ILookup<string, WorkloadName> names) in ((string, ILookup<string, WorkloadName>)[])
            [(StoreCommands.Word(SubjectKind.Workload), placed), (SubjectTable.WorkloadName, unplaced)])
        {
            foreach ((Incident incident, string subject) in await IncidentTable.BySubjectAsync(connection, kind, [.. names.Select(group => group.Key)], query, cancellationToken))
            {
                matches.TryAdd(incident.Id, new IncidentMatch(incident, MatchBasis.Workload, null, names[subject].First()));
            }
        }
    }
}
