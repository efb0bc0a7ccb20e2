using KubeSec.Findings;

namespace KubeSec.Rules.Catalogue.ControlPlane;

internal sealed class ApiserverPluginDenyserviceexternalips : ComponentFlagRule
{
    public override RuleInfo Info { get; } = new()
    {
        Code = "KS8033",
        Name = "apiserver-plugin-denyserviceexternalips",
        Title = "Services may claim any external address",
        Severity = Severity.Low,
        Category = RuleCategory.ControlPlane,
        Why = "spec.externalIPs takes over traffic to an address of the writer's choosing (CVE-2020-8554).",
        Attack = "Claim the address of a service others use and read its traffic.",
        Remedy = "Enable the admission plugin DenyServiceExternalIPs.",
        WhenToWaive = "Bare-metal clusters that publish services by external address.",
        Frameworks = [new("cis", "1.2.3"), new("owasp", "K07")],
    };

    protected override string Component => Components.ApiServer;

    protected override string Flag => "enable-admission-plugins";

    protected override FlagExpectation Expected => FlagExpectation.Includes("DenyServiceExternalIPs");
}
