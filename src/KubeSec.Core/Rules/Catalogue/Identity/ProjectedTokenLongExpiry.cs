using KubeSec.Findings;
using KubeSec.Manifests;

namespace KubeSec.Rules.Catalogue.Identity;

internal sealed class ProjectedTokenLongExpiry : Rule
{
    public override RuleInfo Info { get; } = new()
    {
        Code = "KS4074",
        Name = "projected-token-long-expiry",
        Title = "Projected token that lives longer than an hour",
        Severity = Severity.Low,
        Category = RuleCategory.Access,
        Why = "A stolen token is of use until it ends; the kubelet renews it anyway.",
        Attack = "Copy the token and use it after the container is gone.",
        Remedy = "Remove expirationSeconds or set at most 3600.",
        WhenToWaive = "Programs that read the token once and run long.",
        Sets = new("3600", "Programs that read the token once and run long."),
        Frameworks = [new("nsa", "sa-tokens"), new("owasp", "K09"), new("attack", "T1528")],
    };

    public override void CheckWorkload(Workload workload, RuleContext context)
    {
        foreach (Field expiry in ProjectedTokens.Of(workload)
            .Select(token => token["expirationSeconds"])
            .Where(expiry => expiry.Integer > 3600))
        {
            context.Report(workload, expiry, $"the projected token lives {expiry.Text} seconds");
        }
    }
}
