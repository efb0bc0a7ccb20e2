using KubeSec.Findings;
using KubeSec.Manifests;

namespace KubeSec.Rules.Catalogue.Hygiene;

internal sealed class SecretOrConfigmapRefMissing : Rule
{
    public override RuleInfo Info { get; } = new()
    {
        Code = "KS7103",
        Name = "secret-or-configmap-ref-missing",
        Title = "Variable from an object that is not in the manifests",
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
        foreach (Container container in index.Workloads.SelectMany(workload => workload.Containers))
        {
            foreach ((string kind, Field reference) in References(container.Field)
                .Where(r => r.Field.Exists && !r.Field["optional"].IsTrue))
            {
                string name = reference["name"].Text ?? "";
                if (!index.Has(kind, container.Workload.Resource.EffectiveNamespace, name))
                {
                    context.Report(container, reference["name"], $"{kind} '{name}' is not among the manifests");
                }
            }
        }
    }

    private static IEnumerable<(string Kind, Field Field)> References(Field container) =>
    [
        .. container["env"].Items.Select(v => ("Secret", v["valueFrom"]["secretKeyRef"])), .. container["envFrom"].Items.Select(s => ("Secret", s["secretRef"])),
        .. container["env"].Items.Select(v => ("ConfigMap", v["valueFrom"]["configMapKeyRef"])), .. container["envFrom"].Items.Select(s => ("ConfigMap", s["configMapRef"])),
    ];
}
