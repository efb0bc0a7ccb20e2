using KubeSec.Findings;
using KubeSec.Manifests;

namespace KubeSec.Rules.Catalogue.ControlPlane;

internal sealed class KubeletFlagReadOnlyPort : KubeletRule
{
    public override RuleInfo Info { get; } = new()
    {
        Code = "KS8083",
        Name = "kubelet-flag-read-only-port",
        Title = "Kubelet opens the read-only port",
        Severity = Severity.High,
        Category = RuleCategory.ControlPlane,
        Why = "The port tells anyone on the network what runs on the node.",
        Attack = "Read the environment of every pod of the node.",
        Remedy = "Set readOnlyPort to 0.",
        WhenToWaive = "None is needed.",
        Frameworks = [new("cis", "4.2.4"), new("owasp", "K07")],
    };

    protected override string Flag => "read-only-port";

    protected override FlagExpectation Expected => FlagExpectation.Is("0");

    public override void CheckResource(Resource resource, RuleContext context)
    {
        Field field = resource.Root["readOnlyPort"];
        if (resource.Kind == "KubeletConfiguration" && (field.Integer is > 0))
        {
            context.Report(resource, field, "the kubelet serves the read-only port");
        }
    }
}
