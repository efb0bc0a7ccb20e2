using KubeSec.Access;
using KubeSec.Manifests;

namespace KubeSec.Rules;

/// <summary>Everything read in a run, found by kind and by namespace without walking pairs.</summary>
internal sealed class ResourceIndex
{
    private readonly ILookup<string, Resource> byKind;
    private AccessModel? access;

    public ResourceIndex(IReadOnlyList<Resource> resources)
    {
        Resources = resources;
        Workloads = [.. resources.Select(r => r.Workload).OfType<Workload>()];
        byKind = resources.ToLookup(r => r.Kind, StringComparer.Ordinal);
    }

    /// <summary>Every resource, in the order of files and documents.</summary>
    public IReadOnlyList<Resource> Resources { get; }

    /// <summary>Every workload, in the same order.</summary>
    public IReadOnlyList<Workload> Workloads { get; }

    /// <summary>Who holds which role; built when first asked for.</summary>
    public AccessModel Access => access ??= AccessModel.Build(Resources);

    /// <summary>The resources of a kind.</summary>
    public IEnumerable<Resource> OfKind(string kind) => byKind[kind];
}
