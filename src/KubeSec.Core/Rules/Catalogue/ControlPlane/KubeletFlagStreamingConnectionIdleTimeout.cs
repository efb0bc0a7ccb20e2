using KubeSec.Findings;
using KubeSec.Manifests;

namespace KubeSec.Rules.Catalogue.ControlPlane;

internal sealed class KubeletFlagStreamingConnectionIdleTimeout : KubeletRule
{
    public override RuleInfo Info { get; } = new()
    {
        Code = "KS8086",
        Name = "kubelet-flag-streaming-connection-idle-timeout",
        Title = "Kubelet keeps idle streams for ever",
        Severity = Severity.Low,
        Category = RuleCategory.ControlPlane,
        Why = "Idle exec sessions keep connections open.",
        Attack = "Take over a forgotten session.",
        Remedy = "Set streamingConnectionIdleTimeout to some minutes.",
        WhenToWaive = "None is needed.",
        Frameworks = [new("cis", "4.2.5"), new("owasp", "K07")],
    };

    protected override string Flag => "streaming-connection-idle-timeout";

    protected override FlagExpectation Expected => FlagExpectation.NotIs("0");

    public override void CheckResource(Resource resource, RuleContext context)
    {
        Field field = resource.Root["streamingConnectionIdleTimeout"];
        if (resource.Kind == "KubeletConfiguration" && (field.Text is "0" or "0s"))
        {
            context.Report(resource, field, "the kubelet never closes idle streams");
        }
    }
}
