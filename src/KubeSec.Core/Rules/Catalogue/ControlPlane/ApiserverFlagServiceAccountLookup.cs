using KubeSec.Findings;

namespace KubeSec.Rules.Catalogue.ControlPlane;

internal sealed class ApiserverFlagServiceAccountLookup : ComponentFlagRule
{
    public override RuleInfo Info { get; } = new()
    {
        Code = "KS8025",
        Name = "apiserver-flag-service-account-lookup",
        Title = "Deleted service account tokens stay valid",
        Severity = Severity.Medium,
        Category = RuleCategory.ControlPlane,
        Why = "A token is then trusted although its account was deleted.",
        Attack = "Use a token of a deleted account.",
        Remedy = "Remove --service-account-lookup=false.",
        WhenToWaive = "None is needed.",
        Frameworks = [new("cis", "1.2.21"), new("owasp", "K07")],
    };

    protected override string Component => Components.ApiServer;

    protected override string Flag => "service-account-lookup";

    protected override FlagExpectation Expected => FlagExpectation.NotIs("false");
}
