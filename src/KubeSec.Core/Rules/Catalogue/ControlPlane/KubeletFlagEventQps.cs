using KubeSec.Findings;
using KubeSec.Manifests;

namespace KubeSec.Rules.Catalogue.ControlPlane;

internal sealed class KubeletFlagEventQps : KubeletRule
{
    public override RuleInfo Info { get; } = new()
    {
        Code = "KS8087",
        Name = "kubelet-flag-event-qps",
        Title = "Kubelet records events without limit or hardly any",
        Severity = Severity.Low,
        Category = RuleCategory.ControlPlane,
        Why = "Lost events are lost traces.",
        Attack = "Do something noisy first.",
        Remedy = "Set eventRecordQPS to 0 or a level that captures what matters.",
        WhenToWaive = "None is needed.",
        Frameworks = [new("cis", "4.2.8"), new("owasp", "K07")],
    };

    protected override string Flag => "event-qps";

    protected override FlagExpectation Expected => FlagExpectation.AtMost(5);

    public override void CheckResource(Resource resource, RuleContext context)
    {
        Field field = resource.Root["eventRecordQPS"];
        if (resource.Kind == "KubeletConfiguration" && (field.Integer is < 0))
        {
            context.Report(resource, field, "the kubelet records no events");
        }
    }
}
