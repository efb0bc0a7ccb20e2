using KubeSec.Findings;

namespace KubeSec.Rules.Catalogue.ControlPlane;

internal sealed class ApiserverPluginEventratelimit : ComponentFlagRule
{
    public override RuleInfo Info { get; } = new()
    {
        Code = "KS8010",
        Name = "apiserver-plugin-eventratelimit",
        Title = "API server does not limit the rate of events",
        Severity = Severity.Low,
        Category = RuleCategory.ControlPlane,
        Why = "A crash loop, or an attacker, can fill etcd with events.",
        Attack = "Create events until the API server is slow.",
        Remedy = "Enable the admission plugin EventRateLimit with a configuration.",
        WhenToWaive = "Clusters with API priority and fairness tuned for it.",
        Frameworks = [new("cis", "1.2.9"), new("owasp", "K07")],
    };

    protected override string Component => Components.ApiServer;

    protected override string Flag => "enable-admission-plugins";

    protected override FlagExpectation Expected => FlagExpectation.Includes("EventRateLimit");
}
