using KubeSec.Findings;
using KubeSec.Images;
using KubeSec.Manifests;

namespace KubeSec.Rules.Catalogue.Network;

internal sealed class DashboardDeployed : Rule
{
    public override RuleInfo Info { get; } = new()
    {
        Code = "KS3110",
        Name = "dashboard-deployed",
        Title = "Kubernetes dashboard is deployed",
        Severity = Severity.Medium,
        Category = RuleCategory.Network,
        Why = "The dashboard was often run with wide rights and without login; its project has been archived since 2026.",
        Attack = "Reach it through a proxy or a NodePort and act with its service account.",
        Remedy = "Remove it; use Headlamp or kubectl under each person's own account.",
        WhenToWaive = "Clusters for training.",
        Frameworks = [new("owasp", "K06"), new("attack", "T1133")],
    };

    public override void CheckContainer(Container container, RuleContext context)
    {
        bool known = ImageReference.TryParse(container.Image.Text, out ImageReference? image, out _)
            && (image.Path.Contains("kubernetes-dashboard", StringComparison.Ordinal) || image.Path.StartsWith("kubernetesui/", StringComparison.Ordinal));
        if (known || IsLabelled(container.Workload.PodLabels) || IsLabelled(container.Workload.Resource.Labels))
        {
            context.Report(
                container, container.Image, "the Kubernetes dashboard acts with its service account for whoever passes its login");
        }
    }

    /// <summary>The labels of the project's own manifests, kept where the image is mirrored under another name.</summary>
    private static bool IsLabelled(Field labels) =>
        labels["k8s-app"].Text == "kubernetes-dashboard" || labels["app"].Text == "kubernetes-dashboard"
        || labels["app.kubernetes.io/name"].Text == "kubernetes-dashboard";
}
