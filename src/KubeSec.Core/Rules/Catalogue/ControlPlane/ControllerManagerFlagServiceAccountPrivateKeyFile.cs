using KubeSec.Findings;

namespace KubeSec.Rules.Catalogue.ControlPlane;

internal sealed class ControllerManagerFlagServiceAccountPrivateKeyFile : ComponentFlagRule
{
    public override RuleInfo Info { get; } = new()
    {
        Code = "KS8043",
        Name = "controller-manager-flag-service-account-private-key-file",
        Title = "Service account tokens are signed by no key of their own",
        Severity = Severity.Low,
        Category = RuleCategory.ControlPlane,
        Why = "A key of its own can be rotated.",
        Attack = "Use one stolen key for both.",
        Remedy = "Set --service-account-private-key-file.",
        WhenToWaive = "None is needed.",
        Frameworks = [new("cis", "1.3.4"), new("owasp", "K07")],
    };

    protected override string Component => Components.ControllerManager;

    protected override string Flag => "service-account-private-key-file";

    protected override FlagExpectation Expected => FlagExpectation.Set();
}
