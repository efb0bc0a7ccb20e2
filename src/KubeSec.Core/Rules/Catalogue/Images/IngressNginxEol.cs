using KubeSec.Findings;
using KubeSec.Manifests;

namespace KubeSec.Rules.Catalogue.Images;

internal sealed class IngressNginxEol : Rule
{
    public override RuleInfo Info { get; } = new()
    {
        Code = "KS2009",
        Name = "ingress-nginx-eol",
        Title = "Retired ingress controller",
        Severity = Severity.High,
        Category = RuleCategory.Image,
        Why = "ingress-nginx was retired in March 2026: its defects are no longer mended, and it stands at the edge.",
        Attack = "Use a defect found after its retirement.",
        Remedy = "Move to a maintained ingress controller or to the Gateway API.",
        WhenToWaive = "Clusters with a vendor's maintained build.",
        Frameworks = [new("nsa", "upgrading"), new("owasp", "K07"), new("attack", "T1190")],
    };

    public override void CheckContainer(Container container, RuleContext context)
    {
        if (KnownImage.Of(container, "ingress-nginx/controller") is not null)
        {
            context.Report(container, container.Image, $"{container.Image.Text} is the retired ingress-nginx controller");
        }
    }
}
