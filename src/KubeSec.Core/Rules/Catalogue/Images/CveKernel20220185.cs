using KubeSec.Findings;
using KubeSec.Manifests;

namespace KubeSec.Rules.Catalogue.Images;

internal sealed class CveKernel20220185 : Rule
{
    public override RuleInfo Info { get; } = new()
    {
        Code = "KS2016",
        Name = "cve-kernel-2022-0185",
        Title = "Node kernel with CVE-2022-0185",
        Severity = Severity.High,
        Category = RuleCategory.Image,
        Why = "A defect in the kernel's filesystem contexts, from 5.1 to before 5.16.2, lets a process leave its container.",
        Attack = "Call unshare and fsconfig from a container without seccomp.",
        Remedy = "Update the node's kernel to 5.16.2 or later.",
        WhenToWaive = "Nodes whose vendor has mended the version without changing its number.",
        Frameworks = [new("owasp", "K07"), new("attack", "T1611")],
    };

    public override void CheckResource(Resource resource, RuleContext context)
    {
        Field version = resource.Root["status"]["nodeInfo"]["kernelVersion"];
        if (resource is { Kind: "Node", Identity.Group: "" } && ImageVersion.Read(version.Text) is { } kernel
            && kernel >= new ImageVersion(5, 1, 0) && kernel < new ImageVersion(5, 16, 2))
        {
            context.Report(
                resource, version,
                $"node '{resource.Identity.Name}' runs {version.Text}, whose filesystem contexts let processes out (CVE-2022-0185)");
        }
    }
}
