using KubeSec.Findings;

namespace KubeSec.Rules.Catalogue.ControlPlane;

internal sealed class ApiserverPluginAlwaysadmit : ComponentFlagRule
{
    public override RuleInfo Info { get; } = new()
    {
        Code = "KS8011",
        Name = "apiserver-plugin-alwaysadmit",
        Title = "API server admits everything",
        Severity = Severity.High,
        Category = RuleCategory.ControlPlane,
        Why = "The plugin lets all requests through.",
        Attack = "Create whatever admission would refuse.",
        Remedy = "Remove AlwaysAdmit.",
        WhenToWaive = "None is needed.",
        Frameworks = [new("cis", "1.2.10"), new("owasp", "K07")],
    };

    protected override string Component => Components.ApiServer;

    protected override string Flag => "enable-admission-plugins";

    protected override FlagExpectation Expected => FlagExpectation.Excludes("AlwaysAdmit");
}
