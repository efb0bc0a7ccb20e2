using KubeSec.Findings;

namespace KubeSec.Rules.Catalogue.ControlPlane;

internal sealed class ApiserverPluginAlwayspullimages : ComponentFlagRule
{
    public override RuleInfo Info { get; } = new()
    {
        Code = "KS8012",
        Name = "apiserver-plugin-alwayspullimages",
        Title = "Nodes serve cached images to every tenant",
        Severity = Severity.Low,
        Category = RuleCategory.ControlPlane,
        Why = "An image that one tenant pulled with a credential runs for all others on that node.",
        Attack = "Name a private image that the node already holds.",
        Remedy = "Enable the admission plugin AlwaysPullImages.",
        WhenToWaive = "Clusters with one tenant.",
        Frameworks = [new("cis", "1.2.11"), new("owasp", "K07")],
    };

    protected override string Component => Components.ApiServer;

    protected override string Flag => "enable-admission-plugins";

    protected override FlagExpectation Expected => FlagExpectation.Includes("AlwaysPullImages");
}
