using KubeSec.Findings;

namespace KubeSec.Rules.Catalogue.ControlPlane;

internal sealed class ApiserverFlagInsecureBindAddress : ComponentFlagRule
{
    public override RuleInfo Info { get; } = new()
    {
        Code = "KS8016",
        Name = "apiserver-flag-insecure-bind-address",
        Title = "API server listens without authentication",
        Severity = Severity.Critical,
        Category = RuleCategory.ControlPlane,
        Why = "The insecure port passes no authentication and no authorization.",
        Attack = "Call it.",
        Remedy = "Remove --insecure-bind-address.",
        WhenToWaive = "None is needed.",
        Frameworks = [new("owasp", "K07")],
    };

    protected override string Component => Components.ApiServer;

    protected override string Flag => "insecure-bind-address";

    protected override FlagExpectation Expected => FlagExpectation.Absent();
}
