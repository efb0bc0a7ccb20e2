using KubeSec.Findings;
using KubeSec.Images;
using KubeSec.Manifests;

namespace KubeSec.Rules.Catalogue.Network;

internal sealed class SensitiveInterfaceExposed : Rule
{
    private static readonly string[] Interfaces =
    [
        "kubernetes-dashboard", "dashboard-web", "argocd", "argocli", "workflow-controller", "rancher", "weave-scope", "scope", "kubeflow", "centraldashboard", "airflow",
        "nifi", "portainer", "kiali", "octant", "headlamp", "jenkins", "grafana", "vault", "consul", "lens", "longhorn-ui", "tekton-dashboard", "k8s-dashboard",
    ];

    public override RuleInfo Info { get; } = new()
    {
        Code = "KS3109",
        Name = "sensitive-interface-exposed",
        Title = "Control interface reachable from outside",
        Severity = Severity.High,
        Category = RuleCategory.Network,
        Why = "Dashboards and control interfaces act with rights over the cluster: whoever passes their login, or finds none, has them.",
        Attack = "Use a default password or a defect of the interface and run workloads through it.",
        Remedy = "Keep it inside the cluster and reach it by kubectl port-forward or behind the company's login.",
        WhenToWaive = "Interfaces behind a login that is known to hold.",
        Frameworks = [new("owasp", "K06"), new("attack", "T1133")],
    };

    public override void CheckAll(ResourceIndex index, RuleContext context)
    {
        foreach (Container container in Exposed.From(index).SelectMany(workload => workload.Containers))
        {
            if (ImageReference.TryParse(container.Image.Text, out ImageReference? image, out _)
                && image.Path.Split('/').Any(part => Interfaces.Contains(part, StringComparer.Ordinal)))
            {
                context.Report(container, container.Image, $"{image.Path} is a control interface and can be reached from outside");
            }
        }
    }
}
