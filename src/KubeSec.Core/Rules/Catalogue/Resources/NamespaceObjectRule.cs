using KubeSec.Manifests;

namespace KubeSec.Rules.Catalogue.Resources;

/// <summary>A rule about an object that each namespace with workloads should hold; reported once a namespace, at its first workload.</summary>
internal abstract class NamespaceObjectRule : Rule
{
    /// <summary>The kind of the object.</summary>
    protected abstract string Kind { get; }

    public sealed override void CheckAll(ResourceIndex index, RuleContext context)
    {
        var homes = index.OfKind(Kind).Select(resource => resource.EffectiveNamespace).ToHashSet(StringComparer.Ordinal);
        foreach (Resource first in index.Workloads.Select(workload => workload.Resource)
            .DistinctBy(resource => resource.EffectiveNamespace, StringComparer.Ordinal))
        {
            if (!homes.Contains(first.EffectiveNamespace))
            {
                context.Report(first, first.Root["metadata"]["namespace"], $"namespace {first.EffectiveNamespace} has no {Kind} in these manifests");
            }
        }
    }
}
