using KubeSec.Findings;

namespace KubeSec.Rules.Catalogue.ControlPlane;

internal sealed class ApiserverFlagTokenAuthFile : ComponentFlagRule
{
    public override RuleInfo Info { get; } = new()
    {
        Code = "KS8002",
        Name = "apiserver-flag-token-auth-file",
        Title = "API server reads tokens from a file",
        Severity = Severity.High,
        Category = RuleCategory.ControlPlane,
        Why = "Tokens in a file are in clear text and hold until the API server restarts.",
        Attack = "Read the file and use any of its tokens.",
        Remedy = "Remove --token-auth-file and use an identity provider.",
        WhenToWaive = "None is needed.",
        Frameworks = [new("cis", "1.2.2"), new("owasp", "K07")],
    };

    protected override string Component => Components.ApiServer;

    protected override string Flag => "token-auth-file";

    protected override FlagExpectation Expected => FlagExpectation.Absent();
}
