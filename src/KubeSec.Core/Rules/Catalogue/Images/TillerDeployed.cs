using KubeSec.Findings;
using KubeSec.Manifests;

namespace KubeSec.Rules.Catalogue.Images;

internal sealed class TillerDeployed : Rule
{
    public override RuleInfo Info { get; } = new()
    {
        Code = "KS2010",
        Name = "tiller-deployed",
        Title = "Helm 2 server in the cluster",
        Severity = Severity.Critical,
        Category = RuleCategory.Image,
        Why = "Tiller runs as cluster-admin and, unless TLS was set up by hand, obeys everyone who reaches its port.",
        Attack = "Connect to port 44134 from any pod and install a privileged release.",
        Remedy = "Move to Helm 3 or 4 and delete Tiller, its service and its binding.",
        WhenToWaive = "None: Helm 2 ended in 2020.",
        Frameworks = [new("owasp", "K07"), new("attack", "T1078")],
    };

    public override void CheckContainer(Container container, RuleContext context)
    {
        if (KnownImage.Of(container, "tiller") is not null || IsTiller(container.Workload.Resource)
            || IsTiller(container.Workload.PodLabels))
        {
            context.Report(container, container.Image, "Helm 2's Tiller takes orders from everyone who reaches it");
        }
    }

    public override void CheckResource(Resource resource, RuleContext context)
    {
        if (resource is { Kind: "Service", Identity.Group: "" } && (IsTiller(resource) || IsTiller(resource.Spec["selector"])))
        {
            context.Report(resource, resource.Root["metadata"]["name"], "the Service leads to Helm 2's Tiller");
        }
    }

    private static bool IsTiller(Resource resource) => resource.Identity.Name == "tiller-deploy" || IsTiller(resource.Labels);

    /// <summary>The labels that helm init gave it.</summary>
    private static bool IsTiller(Field labels) => labels["app"].Text == "helm" && labels["name"].Text == "tiller";
}
