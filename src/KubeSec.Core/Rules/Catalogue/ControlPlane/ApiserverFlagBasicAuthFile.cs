using KubeSec.Findings;

namespace KubeSec.Rules.Catalogue.ControlPlane;

internal sealed class ApiserverFlagBasicAuthFile : ComponentFlagRule
{
    public override RuleInfo Info { get; } = new()
    {
        Code = "KS8003",
        Name = "apiserver-flag-basic-auth-file",
        Title = "API server reads passwords from a file",
        Severity = Severity.Critical,
        Category = RuleCategory.ControlPlane,
        Why = "Passwords in a file are in clear text and hold until the API server restarts.",
        Attack = "Guess or read a password.",
        Remedy = "Remove --basic-auth-file; Kubernetes 1.19 removed it.",
        WhenToWaive = "None is needed.",
        Frameworks = [new("owasp", "K07")],
    };

    protected override string Component => Components.ApiServer;

    protected override string Flag => "basic-auth-file";

    protected override FlagExpectation Expected => FlagExpectation.Absent();
}
