using KubeSec.Findings;
using KubeSec.Manifests;

namespace KubeSec.Rules.Catalogue.Images;

internal sealed class KubernetesVersionOutdated : Rule
{
    /// <summary>Oldest minor that gets fixes beside the newest one this catalogue knows, 1.37: the project keeps three.</summary>
    private const int OldestMaintained = 34;

    public override RuleInfo Info { get; } = new()
    {
        Code = "KS2015",
        Name = "kubernetes-version-outdated",
        Title = "Kubernetes version without security updates",
        Severity = Severity.Medium,
        Category = RuleCategory.Image,
        Why = "Each minor gets fourteen months of fixes; after that its defects are public and stay.",
        Attack = "Use a published defect of the API server or the kubelet.",
        Remedy = "Update one minor at a time to a version that is maintained.",
        WhenToWaive = "Vendors with longer support of their own.",
        Frameworks = [new("nsa", "upgrading"), new("owasp", "K07"), new("attack", "T1190")],
    };

    public override void CheckResource(Resource resource, RuleContext context)
    {
        Field version = resource switch
        {
            { Kind: "ClusterConfiguration", Identity.Group: "kubeadm.k8s.io" } => resource.Root["kubernetesVersion"],
            { Kind: "Node", Identity.Group: "" } => resource.Root["status"]["nodeInfo"]["kubeletVersion"],
            { Kind: "Cluster" or "KubeadmControlPlane" or "MachineDeployment" } => resource.Spec["topology"]["version"].Exists
                ? resource.Spec["topology"]["version"] : resource.Spec["version"],
            _ => resource.Root["status"]["nodeInfo"]["none"],
        };
        if (ImageVersion.Read(version.Text) is { Major: 1 } stated && stated.Minor < OldestMaintained)
        {
            context.Report(resource, version, $"Kubernetes {version.Text} gets no security updates");
        }
    }

    public override void CheckContainer(Container container, RuleContext context)
    {
        if (KnownImage.Of(container, "kube-apiserver") is { } image && image.Major == 1 && image.Minor < OldestMaintained)
        {
            context.Report(container, container.Image, $"Kubernetes {container.Image.Text} gets no security updates");
        }
    }
}
