using KubeSec.Images;

namespace KubeSec.Feedback.Judgement;

/// <summary>Containers about to be deployed, found by what ties incidents to them: each image is read once, however many incidents there are.</summary>
internal sealed class Deployment
{
    private readonly Dictionary<DeployedContainer, int> positions = new(ReferenceEqualityComparer.Instance);
    private readonly ILookup<string, DeployedContainer> byDigest;
    private readonly ILookup<string, DeployedContainer> byRepository;
    private readonly ILookup<string, DeployedContainer> byWorkload;
    private readonly ILookup<string, DeployedContainer> unplaced;

    public Deployment(IReadOnlyList<DeployedContainer> containers)
    {
        Containers = containers;
        for (int i = 0; i < containers.Count; i++)
        {
            positions[containers[i]] = i;
        }

        byDigest = containers.SelectMany(container => container.Aliases.Select(digest => (digest, container))).ToLookup(pair => pair.digest, pair => pair.container, StringComparer.Ordinal);
        byRepository = containers.Where(container => ImageReference.TryParse(container.Image, out _, out _))
            .ToLookup(container => ImageReference.Parse(container.Image).Repository, StringComparer.Ordinal);
        // A sensor may not know the namespace, and a manifest may not state it: the missing one matches any.
        byWorkload = containers.SelectMany(container => (IEnumerable<(string Key, DeployedContainer Container)>)[($"{container.Namespace}/{container.Workload}", container), ($"/{container.Workload}", container)])
            .ToLookup(pair => pair.Key, pair => pair.Container, StringComparer.Ordinal);
        unplaced = containers.Where(container => container.Namespace is null).ToLookup(container => container.Workload, StringComparer.Ordinal);
    }

    public IReadOnlyList<DeployedContainer> Containers { get; }

    /// <summary>The containers that have one of some digests, repositories or workloads (<c>namespace/name</c>), in their order, each once.</summary>
    public IEnumerable<DeployedContainer> Of(IReadOnlyCollection<string> digests, IReadOnlyCollection<string> repositories, IReadOnlyCollection<string> workloads) =>
        digests.SelectMany(digest => byDigest[digest])
            .Concat(repositories.SelectMany(repository => byRepository[repository]))
            .Concat(workloads.SelectMany(workload => byWorkload[workload].Concat(unplaced[workload[(workload.IndexOf('/', StringComparison.Ordinal) + 1)..]])))
            .DistinctBy(container => positions[container]).OrderBy(container => positions[container]);
}
