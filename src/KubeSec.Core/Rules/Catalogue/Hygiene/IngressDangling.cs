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
        ILookup<(string, string), Resource> services = index.OfKind("Service").ToLookup(s => (s.EffectiveNamespace, s.Identity.Name));
        foreach (Resource ingress in index.OfKind("Ingress"))
        {
            foreach ((Field name, Field port) in Targets(ingress).Where(target => target.Name.Text is not null))
            {
                Resource[] found = [.. services[(ingress.EffectiveNamespace, name.Text!)]];
                if (found.Length == 0)
                {
                    context.Report(ingress, name, $"Service '{name.Text}' is not among the manifests");
                }
                else if (port.Text is { } wanted && !found.Any(service => HasPort(service, wanted)))
                {
                    context.Report(ingress, port, $"Service '{name.Text}' has no port {wanted}");
                }
            }
        }
    }

    /// <summary>The Services an Ingress leads to, as networking.k8s.io/v1 writes them and as v1beta1 did.</summary>
    private static IEnumerable<(Field Name, Field Port)> Targets(Resource ingress)
    {
        IEnumerable<Field> backends = ingress.Spec["rules"].Items
            .SelectMany(rule => rule["http"]["paths"].Items)
            .Select(path => path["backend"])
            .Append(ingress.Spec["defaultBackend"])
            .Append(ingress.Spec["backend"]);
        foreach (Field backend in backends)
        {
            Field service = backend["service"];
            Field port = service["port"];
            yield return service.Exists
                ? (service["name"], port["name"].Exists ? port["name"] : port["number"])
                : (backend["serviceName"], backend["servicePort"]);
        }
    }

    private static bool HasPort(Resource service, string port) =>
        service.Spec["ports"].Items.Any(offered => offered["name"].Text == port || offered["port"].Text == port);
}
