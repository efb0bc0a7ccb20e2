using KubeSec.Findings;
using KubeSec.Manifests;

namespace KubeSec.Rules.Catalogue.ControlPlane;

internal sealed class KubeletFlagMakeIptablesUtilChains : KubeletRule
{
    public override RuleInfo Info { get; } = new()
    {
        Code = "KS8085",
        Name = "kubelet-flag-make-iptables-util-chains",
        Title = "Kubelet leaves packet filter chains alone",
        Severity = Severity.Low,
        Category = RuleCategory.ControlPlane,
        Why = "Rules then drift from what services and policies expect.",
        Attack = "Use what the drifted rules let through.",
        Remedy = "Set makeIPTablesUtilChains to true.",
        WhenToWaive = "The network plugin owns the rules.",
        Frameworks = [new("cis", "4.2.6"), new("owasp", "K07")],
    };

    protected override string Flag => "make-iptables-util-chains";

    protected override FlagExpectation Expected => FlagExpectation.NotIs("false");

    public override void CheckResource(Resource resource, RuleContext context)
    {
        Field field = resource.Root["makeIPTablesUtilChains"];
        if (resource.Kind == "KubeletConfiguration" && field.IsFalse)
        {
            context.Report(resource, field, "the kubelet does not keep its packet filter chains");
        }
    }
}
