using KubeSec.Findings;

namespace KubeSec.Rules.Catalogue.ControlPlane;

internal sealed class ApiserverFlagServiceAccountExtendTokenExpiration : ComponentFlagRule
{
    public override RuleInfo Info { get; } = new()
    {
        Code = "KS8034",
        Name = "apiserver-flag-service-account-extend-token-expiration",
        Title = "Service account tokens live for a year",
        Severity = Severity.Low,
        Category = RuleCategory.ControlPlane,
        Why = "The API server accepts bound tokens long past the hour they are made for, to spare old clients.",
        Attack = "Use a token found in an old log.",
        Remedy = "Set --service-account-extend-token-expiration=false.",
        WhenToWaive = "Clients that read their token once at start.",
        Frameworks = [new("cis", "1.2.30"), new("owasp", "K07")],
    };

    protected override string Component => Components.ApiServer;

    protected override string Flag => "service-account-extend-token-expiration";

    protected override FlagExpectation Expected => FlagExpectation.Is("false");
}
