using KubeSec.Findings;
using KubeSec.Manifests;

namespace KubeSec.Rules.Catalogue.ControlPlane;

internal sealed class KubeletFlagAuthorizationModeAlwaysallow : KubeletRule
{
    public override RuleInfo Info { get; } = new()
    {
        Code = "KS8081",
        Name = "kubelet-flag-authorization-mode-alwaysallow",
        Title = "Kubelet authorizes everything",
        Severity = Severity.Critical,
        Category = RuleCategory.ControlPlane,
        Why = "Any identity may run commands in every pod of the node.",
        Attack = "Call the kubelet with any certificate.",
        Remedy = "Set authorization.mode to Webhook.",
        WhenToWaive = "None is needed.",
        Frameworks = [new("cis", "4.2.2"), new("owasp", "K07")],
    };

    protected override string Flag => "authorization-mode";

    protected override FlagExpectation Expected => FlagExpectation.Excludes("AlwaysAllow");

    public override void CheckResource(Resource resource, RuleContext context)
    {
        Field field = resource.Root["authorization"]["mode"];
        if (resource.Kind == "KubeletConfiguration" && (field.Text == "AlwaysAllow"))
        {
            context.Report(resource, field, "the kubelet authorizes every caller");
        }
    }
}
