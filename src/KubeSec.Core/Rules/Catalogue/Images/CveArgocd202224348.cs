using KubeSec.Findings;
using KubeSec.Manifests;

namespace KubeSec.Rules.Catalogue.Images;

internal sealed class CveArgocd202224348 : Rule
{
    public override RuleInfo Info { get; } = new()
    {
        Code = "KS2011",
        Name = "cve-argocd-2022-24348",
        Title = "Argo CD that reads files outside its repository (CVE-2022-24348)",
        Severity = Severity.High,
        Category = RuleCategory.Image,
        Why = "Before 2.1.9 and 2.2.4 a chart's value file may lead out of the repository, to the credentials of other applications.",
        Attack = "Deploy a chart whose valueFiles point at another application's secrets.",
        Remedy = "Update Argo CD to 2.1.9, 2.2.4 or later.",
        WhenToWaive = "None is needed once updated.",
        Frameworks = [new("owasp", "K07"), new("attack", "T1190")],
    };

    public override void CheckContainer(Container container, RuleContext context)
    {
        if (KnownImage.Of(container, "argoproj/argocd") is { } image
            && (image < new ImageVersion(2, 1, 9) || (image.Major == 2 && image.Minor == 2 && image < new ImageVersion(2, 2, 4))))
        {
            context.Report(container, container.Image, $"{container.Image.Text} reads files outside its repository (CVE-2022-24348)");
        }
    }
}
