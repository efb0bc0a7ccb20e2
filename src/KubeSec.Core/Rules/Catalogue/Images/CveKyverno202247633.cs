using KubeSec.Findings;
using KubeSec.Manifests;

namespace KubeSec.Rules.Catalogue.Images;

internal sealed class CveKyverno202247633 : Rule
{
    public override RuleInfo Info { get; } = new()
    {
        Code = "KS2013",
        Name = "cve-kyverno-2022-47633",
        Title = "Kyverno whose image verification can be bypassed (CVE-2022-47633)",
        Severity = Severity.High,
        Category = RuleCategory.Image,
        Why = "Kyverno 1.8.3 and 1.8.4 take the digest from a second request: a hostile registry answers with another image than the "
            + "one verified.",
        Attack = "Let the registry answer the second request with an unsigned image.",
        Remedy = "Update Kyverno to 1.8.5 or later.",
        WhenToWaive = "None is needed once updated.",
        Frameworks = [new("owasp", "K07"), new("attack", "T1190")],
    };

    public override void CheckContainer(Container container, RuleContext context)
    {
        if (KnownImage.Of(container, "kyverno/kyverno") is { } image && image >= new ImageVersion(1, 8, 3)
            && image < new ImageVersion(1, 8, 5))
        {
            context.Report(container, container.Image, $"{container.Image.Text} can be led past its image verification (CVE-2022-47633)");
        }
    }
}
