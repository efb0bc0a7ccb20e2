using KubeSec.Findings;
using KubeSec.Manifests;

namespace KubeSec.Rules.Catalogue.Exposure;

internal sealed class IngressNginxSnippet : Rule
{
    public override RuleInfo Info { get; } = new()
    {
        Code = "KS3204",
        Name = "ingress-nginx-snippet",
        Title = "Ingress with a configuration snippet",
        Severity = Severity.High,
        Category = RuleCategory.Network,
        Why = "A snippet is raw configuration of the controller, which can read every secret of the cluster (CVE-2021-25742).",
        Attack = "Write a snippet that prints the controller's service-account token.",
        Remedy = "Remove the annotation and set allow-snippet-annotations to false on the controller.",
        WhenToWaive = "Clusters in which only administrators create Ingresses.",
        Frameworks = [new("nsa", "network-policies"), new("owasp", "K07"), new("attack", "T1190")],
    };

    public override void CheckResource(Resource resource, RuleContext context)
    {
        if (resource.Kind != "Ingress")
        {
            return;
        }

        foreach (Field snippet in resource.Annotations.Entries.Where(a =>
            a.Name.Contains("nginx", StringComparison.Ordinal) && a.Name.EndsWith("-snippet", StringComparison.Ordinal)))
        {
            context.Report(resource, snippet, $"Ingress '{resource.Identity.Name}' carries the snippet {snippet.Name}");
        }
    }
}
