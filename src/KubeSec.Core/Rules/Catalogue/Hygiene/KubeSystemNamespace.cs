using KubeSec.Findings;
using KubeSec.Manifests;

namespace KubeSec.Rules.Catalogue.Hygiene;

internal sealed class KubeSystemNamespace : Rule
{
    public override RuleInfo Info { get; } = new()
    {
        Code = "KS7101",
        Name = "kube-system-namespace",
        Title = "Own workload in kube-system",
        Severity = Severity.Medium,
        Category = RuleCategory.Reliability,
        Why = "kube-system holds the cluster's own programs, whose service accounts may do much; whoever may write there may become them.",
        Attack = "Use the rights that come with the namespace.",
        Remedy = "Give the workload a namespace of its own.",
        WhenToWaive = "Add-ons of the cluster itself.",
        Frameworks = [new("nsa", "namespaces"), new("cis", "5.7.1"), new("owasp", "K04")],
        EnabledByDefault = false,
    };

    public override void CheckResource(Resource resource, RuleContext context)
    {
        Field home = resource.Root["metadata"]["namespace"];
        bool system = resource.Labels["k8s-app"].Exists
            || resource.Labels["tier"].Text == "control-plane"
            || resource.Labels["addonmanager.kubernetes.io/mode"].Exists;
        if (resource.Workload is not null && home.Text is "kube-system" or "kube-public" or "kube-node-lease" && !system)
        {
            context.Report(resource, home, $"{resource.Kind} '{resource.Identity.Name}' stands in {home.Text}");
        }
    }
}
