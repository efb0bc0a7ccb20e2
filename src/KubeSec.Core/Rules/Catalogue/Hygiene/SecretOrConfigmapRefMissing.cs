using KubeSec.Findings;
using KubeSec.Manifests;

namespace KubeSec.Rules.Catalogue.Hygiene;

internal sealed class SecretOrConfigmapRefMissing : Rule
{
    public override RuleInfo Info { get; } = new()
    {
        Code = "KS7103",
        Name = "secret-or-configmap-ref-missing",
        Title = "Variable from an object or key that is not in the manifests",
        Severity = Severity.Low,
        Category = RuleCategory.Reliability,
        Why = "The container does not start until the object is there, or takes whatever another tool put under the name.",
        Attack = "Create the object under the expected name.",
        Remedy = "Add the object, or mark the reference optional.",
        WhenToWaive = "Objects made by another release or an external store.",
        EnabledByDefault = false,
    };

    public override void CheckAll(ResourceIndex index, RuleContext context)
    {
        ILookup<(string, string, string), Resource> holders = index.OfKind("Secret").Concat(index.OfKind("ConfigMap"))
            .ToLookup(holder => (holder.Kind, holder.EffectiveNamespace, holder.Identity.Name));
        foreach (Container container in index.Workloads.SelectMany(workload => workload.Containers))
        {
            foreach ((string kind, Field reference) in References(container.Field)
                .Where(r => r.Field.Exists && !r.Field["optional"].IsTrue))
            {
                string name = reference["name"].Text ?? "";
                Resource[] found = [.. holders[(kind, container.Workload.Resource.EffectiveNamespace, name)]];
                if (found.Length == 0)
                {
                    context.Report(container, reference["name"], $"{kind} '{name}' is not among the manifests");
                }
                else if (reference["key"].Text is { } key && !found.Any(holder => HasKey(holder, key)))
                {
                    context.Report(container, reference["key"], $"{kind} '{name}' has no key '{key}'");
                }
            }
        }
    }

    private static bool HasKey(Resource holder, string key) =>
        holder.Root["data"][key].Node is not null || holder.Root["stringData"][key].Node is not null
            || holder.Root["binaryData"][key].Node is not null;

    private static IEnumerable<(string Kind, Field Field)> References(Field container) =>
    [
        .. container["env"].Items.Select(variable => ("Secret", variable["valueFrom"]["secretKeyRef"])),
        .. container["env"].Items.Select(variable => ("ConfigMap", variable["valueFrom"]["configMapKeyRef"])),
        .. container["envFrom"].Items.Select(source => ("Secret", source["secretRef"])),
        .. container["envFrom"].Items.Select(source => ("ConfigMap", source["configMapRef"])),
    ];
}
