using KubeSec.Findings;
using KubeSec.Manifests;

namespace KubeSec.Rules.Catalogue.Images;

internal sealed class CveAggregatedApi20223172 : Rule
{
    public override RuleInfo Info { get; } = new()
    {
        Code = "KS2014",
        Name = "cve-aggregated-api-2022-3172",
        Title = "API server that follows an aggregated API's redirects (CVE-2022-3172)",
        Severity = Severity.Medium,
        Category = RuleCategory.Image,
        Why = "The API server passes the caller's credentials on to where an aggregated API redirects it.",
        Attack = "Answer as an aggregated API with a redirect to a server of the attacker.",
        Remedy = "Update to 1.22.14, 1.23.11, 1.24.5, 1.25.1 or later.",
        WhenToWaive = "Clusters whose aggregated APIs are all trusted.",
        Frameworks = [new("owasp", "K07"), new("attack", "T1190")],
    };

    public override void CheckContainer(Container container, RuleContext context)
    {
        if (KnownImage.Of(container, "kube-apiserver") is { } image
            && (image < new ImageVersion(1, 22, 14) || (image.Minor == 23 && image.Patch <= 10)
                || (image.Minor == 24 && image.Patch <= 4) || (image.Minor == 25 && image.Patch < 1)))
        {
            context.Report(container, container.Image, $"{container.Image.Text} follows redirects of aggregated APIs (CVE-2022-3172)");
        }
    }
}
