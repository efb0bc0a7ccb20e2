using KubeSec.Findings;
using KubeSec.Manifests;

namespace KubeSec.Rules.Catalogue.Images;

internal sealed class CveContainerd202223648 : Rule
{
    public override RuleInfo Info { get; } = new()
    {
        Code = "KS2017",
        Name = "cve-containerd-2022-23648",
        Title = "Node with a containerd that copies files of the host (CVE-2022-23648)",
        Severity = Severity.High,
        Category = RuleCategory.Image,
        Why = "Before 1.4.13, 1.5.10 and 1.6.1 an image can name any file of the host as its volume and get a copy.",
        Attack = "Deploy an image whose volume leads to the kubelet's certificate.",
        Remedy = "Update containerd to 1.6.1 or later.",
        WhenToWaive = "Nodes whose vendor has mended the version without changing its number.",
        Frameworks = [new("owasp", "K07"), new("attack", "T1611")],
    };

    public override void CheckResource(Resource resource, RuleContext context)
    {
        Field version = resource.Root["status"]["nodeInfo"]["containerRuntimeVersion"];
        if (resource is { Kind: "Node", Identity.Group: "" } && version.Text is { } text
            && text.StartsWith("containerd://", StringComparison.Ordinal)
            && ImageVersion.Read(text[13..]) is { } runtime
            && (runtime < new ImageVersion(1, 4, 13) || (runtime.Minor == 5 && runtime < new ImageVersion(1, 5, 10))
                || runtime == new ImageVersion(1, 6, 0)))
        {
            context.Report(
                resource, version,
                $"node '{resource.Identity.Name}' runs {version.Text}, which copies files of the host into containers (CVE-2022-23648)");
        }
    }
}
