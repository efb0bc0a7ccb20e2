using KubeSec.Findings;
using KubeSec.Images;
using KubeSec.Manifests;

namespace KubeSec.Rules.Catalogue.Images;

internal sealed class ImageRegistryDeprecated : Rule
{
    private static readonly string[] Retired =
    [
        "k8s.gcr.io/", "gcr.io/google_containers/", "gcr.io/google-containers/", "gcr.io/kubernetes-helm/", "quay.io/coreos/etcd/",
        "docker.pkg.github.com/",
        "registry.opensource.zalan.do/", "docker.io/bitnamilegacy/",
    ];

    public override RuleInfo Info { get; } = new()
    {
        Code = "KS2005",
        Name = "image-registry-deprecated",
        Title = "Image from a registry that is no longer kept",
        Severity = Severity.Medium,
        Category = RuleCategory.Image,
        Why = "Retired registries are frozen or gone: their images get no security updates, and a name that is given up can be taken "
            + "by somebody else.",
        Attack = "Register the abandoned name, or use a defect the frozen image still has.",
        Remedy = "Take the image from its new home: registry.k8s.io for k8s.gcr.io, quay.io or docker.io for the others.",
        WhenToWaive = "Clusters with a mirror of the old name.",
        Frameworks = [new("owasp", "2022-K02"), new("attack", "T1525")],
    };

    public override void CheckContainer(Container container, RuleContext context)
    {
        if (ImageReference.TryParse(container.Image.Text, out ImageReference? image, out _)
            && Retired.FirstOrDefault(old => image.Repository.StartsWith(old, StringComparison.Ordinal)) is { } retired)
        {
            context.Report(
                container, container.Image, $"image '{container.Image.Text}' comes from {retired.TrimEnd('/')}, which is no longer kept");
        }
    }
}
