using KubeSec.Findings;
using KubeSec.Manifests;

namespace KubeSec.Rules.Catalogue.Hygiene;

internal sealed class IngressDangling : Rule
{
    public override RuleInfo Info { get; } = new()
    {
        Code = "KS7107",
        Name = "ingress-dangling",
        Title = "Ingress to a Service that is not in the manifests",
        Severity = Severity.Low,
        Category = RuleCategory.Reliability,
        Why = "Requests from outside go nowhere, or to whoever creates the Service.",
        Attack = "Create the Service and receive the requests.",
        Remedy = "Mend the backend's name, or add the Service.",
        WhenToWaive = "Services made by another release.",
        Frameworks = [new("attack", "T1557")],
        EnabledByDefault = false,
    };

    public override void CheckAll(ResourceIndex index, RuleContext context)
    {
        foreach (Resource ingress in index.OfKind("Ingress"))
        {
            IEnumerable<Field> backends = ingress.Spec["rules"].Items
                .SelectMany(rule => rule["http"]["paths"].Items)
                .Select(path => path["backend"])
                .Append(ingress.Spec["defaultBackend"]);
            foreach (Field name in backends
                .Select(backend => backend["service"]["name"])
                .Where(name => name.Exists && !index.Has("Service", ingress.EffectiveNamespace, name.Text!)))
            {
                context.Report(ingress, name, $"Service '{name.Text}' is not among the manifests");
            }
        }
    }
}
