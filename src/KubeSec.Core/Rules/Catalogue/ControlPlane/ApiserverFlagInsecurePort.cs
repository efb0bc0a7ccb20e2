using KubeSec.Findings;

namespace KubeSec.Rules.Catalogue.ControlPlane;

internal sealed class ApiserverFlagInsecurePort : ComponentFlagRule
{
    public override RuleInfo Info { get; } = new()
    {
        Code = "KS8017",
        Name = "apiserver-flag-insecure-port",
        Title = "API server opens the insecure port",
        Severity = Severity.Critical,
        Category = RuleCategory.ControlPlane,
        Why = "The insecure port passes no authentication and no authorization.",
        Attack = "Call it from any pod of the node's network.",
        Remedy = "Remove --insecure-port or set it to 0.",
        WhenToWaive = "None is needed.",
        Frameworks = [new("owasp", "K07")],
    };

    protected override string Component => Components.ApiServer;

    protected override string Flag => "insecure-port";

    protected override FlagExpectation Expected => FlagExpectation.IsWhenSet("0");
}
