using KubeSec.Findings;
using KubeSec.Manifests;

namespace KubeSec.Rules.Catalogue.ControlPlane;

internal sealed class KubeProxyMetricsExposed : Rule
{
    public override RuleInfo Info { get; } = new()
    {
        Code = "KS8094",
        Name = "kube-proxy-metrics-exposed",
        Title = "kube-proxy serves metrics to the network",
        Severity = Severity.Low,
        Category = RuleCategory.ControlPlane,
        Why = "The metrics and configuration endpoints need no authentication.",
        Attack = "Read how the node routes services.",
        Remedy = "Set metricsBindAddress to 127.0.0.1:10249.",
        WhenToWaive = "Metrics are scraped over a closed network.",
        Frameworks = [new("cis", "4.3.1"), new("owasp", "K07")],
    };

    public override void CheckResource(Resource resource, RuleContext context)
    {
        Field address = resource.Root["metricsBindAddress"];
        if (resource.Kind == "KubeProxyConfiguration" && address.Text is { Length: > 0 } text
            && !text.StartsWith("127.", StringComparison.Ordinal) && !text.StartsWith("localhost", StringComparison.Ordinal)
            && !text.StartsWith("[::1]", StringComparison.Ordinal))
        {
            context.Report(resource, address, $"kube-proxy serves metrics on {text}");
        }
    }
}
