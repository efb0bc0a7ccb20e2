using KubeSec.Findings;
using KubeSec.Network;

namespace KubeSec.Rules.Catalogue.Network;

/// <summary>An assertion that manifests neither keep nor break: the gate is then undecided.</summary>
internal sealed class NetworkAssertionUndecided : NetworkRule
{
    public override RuleInfo Info { get; } = new()
    {
        Code = "KS3026",
        Name = "network-assertion-undecided",
        Title = "Whether an assertion about connections holds is unknown",
        Severity = Severity.Medium,
        Category = RuleCategory.Network,
        Why = "An answer that is not known cannot be relied on: the gate is undecided, which is no pass.",
        Attack = "Use the connection if it happens to be open.",
        Remedy = "Remove the cause that the finding names, or correct the names in the assertion.",
        WhenToWaive = "Connections that a test in the cluster itself watches over.",
        Frameworks = [new("nsa", "network-policies"), new("cis", "5.3.2"), new("owasp", "K05"), new("attack", "T1210")],
    };

    public override bool CanJudge(LintOptions options) => options.NetworkAssertions.Count > 0;

    protected override void Check(NetworkAnalyzer network, RuleContext context)
    {
        foreach (AssertionResult unknown in network.Check(context.Options.NetworkAssertions).Where(result => !result.IsBroken))
        {
            context.Report(unknown.Assertion.Span, unknown.Message);
        }
    }
}
