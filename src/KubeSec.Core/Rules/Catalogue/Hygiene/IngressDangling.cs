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
            foreach (Field backend in ServicesOf(ingress).Where(backend => backend["name"].Exists))
            {
                string name = backend["name"].Text!;
                Resource[] targets = [.. services[(ingress.EffectiveNamespace, name)]];
                Field port = backend["port"]["name"].Exists ? backend["port"]["name"] : backend["port"]["number"];
                if (targets.Length == 0)
                {
                    context.Report(ingress, backend["name"], $"Service '{name}' is not among the manifests");
                }
                else if (port.Exists && !targets.Any(service => HasPort(service, port.Text!)))
                {
                    context.Report(ingress, port, $"Service '{name}' has no port {port.Text}");
                }
            }
        }
    }

    private static IEnumerable<Field> ServicesOf(Resource ingress) => ingress.Spec["rules"].Items
        .SelectMany(rule => rule["http"]["paths"].Items)
        .Select(path => path["backend"]["service"])
        .Append(ingress.Spec["defaultBackend"]["service"]);

    private static bool HasPort(Resource service, string port) =>
        service.Spec["ports"].Items.Any(offered => offered["name"].Text == port || offered["port"].Text == port);
}
