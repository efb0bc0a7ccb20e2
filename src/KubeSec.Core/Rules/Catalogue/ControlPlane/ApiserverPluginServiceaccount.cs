using KubeSec.Findings;

namespace KubeSec.Rules.Catalogue.ControlPlane;

internal sealed class ApiserverPluginServiceaccount : ComponentFlagRule
{
    public override RuleInfo Info { get; } = new()
    {
        Code = "KS8013",
        Name = "apiserver-plugin-serviceaccount",
        Title = "Service account admission is off",
        Severity = Severity.High,
        Category = RuleCategory.ControlPlane,
        Why = "Without it pods are not given their service account as the API promises.",
        Attack = "Use the identity a pod is left with.",
        Remedy = "Remove ServiceAccount from --disable-admission-plugins.",
        WhenToWaive = "None is needed.",
        Frameworks = [new("cis", "1.2.12"), new("owasp", "K07")],
    };

    protected override string Component => Components.ApiServer;

    protected override string Flag => "disable-admission-plugins";

    protected override FlagExpectation Expected => FlagExpectation.Excludes("ServiceAccount");
}
