using KubeSec.Findings;

namespace KubeSec.Rules.Catalogue.Resources;

internal sealed class CpuRequestMissing : AmountRule
{
    public override RuleInfo Info { get; } = new()
    {
        Code = "KS7001",
        Name = "cpu-request-missing",
        Title = "No cpu request",
        Severity = Severity.Low,
        Category = RuleCategory.Reliability,
        Why = "The scheduler takes the container for one that needs nothing and packs the node too full.",
        Attack = "Crowd the node until its neighbours starve.",
        Remedy = "State resources.requests.cpu.",
        WhenToWaive = "Namespaces whose LimitRange sets it and is kept elsewhere; one among the manifests is counted.",
        Frameworks = [new("nsa", "resource-policies"), new("owasp", "K01"), new("attack", "T1499")],
        EnabledByDefault = false,
    };

    protected override string Side => "requests";

    protected override string Of => "cpu";
}
