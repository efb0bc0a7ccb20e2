using KubeSec.Findings;
using KubeSec.Manifests;

namespace KubeSec.Rules.Catalogue.Hygiene;

internal sealed class DefaultNamespace : Rule
{
    public override RuleInfo Info { get; } = new()
    {
        Code = "KS7100",
        Name = "default-namespace",
        Title = "Object in the namespace default",
        Severity = Severity.Low,
        Category = RuleCategory.Reliability,
        Why = "Everything without a namespace lands there: policies, quotas and rights cannot tell one application from another.",
        Attack = "From one entered workload reach the others, which share its service account and network.",
        Remedy = "State metadata.namespace, or deploy with a namespace chosen by the release tool.",
        WhenToWaive = "Clusters with a single application.",
        Frameworks = [new("nsa", "namespaces"), new("cis", "5.7.4"), new("owasp", "K04")],
        EnabledByDefault = false,
    };

    public override void CheckResource(Resource resource, RuleContext context)
    {
        Field stated = resource.Root["metadata"]["namespace"];
        bool holdsWork = resource.Workload is not null
            || resource.Kind is "Service" or "Ingress" or "ConfigMap" or "Secret" or "ServiceAccount" or "Role" or "RoleBinding";
        if (holdsWork && resource.EffectiveNamespace == "default" && resource.Identity.Name is not ("default" or "kubernetes"))
        {
            context.Report(resource, stated, $"{resource.Kind} '{resource.Identity.Name}' lands in the namespace default");
        }
    }
}
