using KubeSec.Findings;
using KubeSec.Network;

namespace KubeSec.Rules.Catalogue.Network;

/// <summary>The policy file's own demand: reported where it is written, whatever the threshold of the gate.</summary>
internal sealed class NetworkAssertionBroken : NetworkRule
{
    public override RuleInfo Info { get; } = new()
    {
        Code = "KS3025",
        Name = "network-assertion-broken",
        Title = "Connections are not as the policy file demands",
        Severity = Severity.Critical,
        Category = RuleCategory.Network,
        Why = "The policy file states who may talk to whom; the manifests say otherwise.",
        Attack = "Use the connection that should not be there.",
        Remedy = "Change the network policy that the finding names, or the assertion.",
        WhenToWaive = "While the change that mends it is on its way.",
        Frameworks = [new("nsa", "network-policies"), new("cis", "5.3.2"), new("owasp", "K05"), new("attack", "T1210")],
    };

    public override bool CanJudge(LintOptions options) => options.NetworkAssertions.Count > 0;

    protected override void Check(NetworkAnalyzer network, RuleContext context)
    {
        foreach (AssertionResult broken in network.Check(context.Options.NetworkAssertions).Where(result => result.IsBroken))
        {
            context.Report(broken.Assertion.Span, broken.Message);
        }
    }
}
