using KubeSec.Findings;
using KubeSec.Manifests;

namespace KubeSec.Rules.Catalogue.Images;

internal sealed class CveGrafana202239328 : Rule
{
    public override RuleInfo Info { get; } = new()
    {
        Code = "KS2012",
        Name = "cve-grafana-2022-39328",
        Title = "Grafana that lets requests past its login (CVE-2022-39328)",
        Severity = Severity.High,
        Category = RuleCategory.Image,
        Why = "In 9.2.0 to 9.2.3 a race under load lets a request reach pages without authentication.",
        Attack = "Send requests under load until one is answered without login.",
        Remedy = "Update Grafana to 9.2.4 or later.",
        WhenToWaive = "None is needed once updated.",
        Frameworks = [new("owasp", "K07"), new("attack", "T1190")],
    };

    public override void CheckContainer(Container container, RuleContext context)
    {
        if (KnownImage.Of(container, "grafana/grafana") is { } image && image >= new ImageVersion(9, 2, 0)
            && image < new ImageVersion(9, 2, 4))
        {
            context.Report(container, container.Image, $"{container.Image.Text} lets requests past its login (CVE-2022-39328)");
        }
    }
}
