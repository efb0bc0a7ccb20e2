using KubeSec.Findings;

namespace KubeSec.Rules.Catalogue.Resources;

internal sealed class MemoryRequestMissing : AmountRule
{
    public override RuleInfo Info { get; } = new()
    {
        Code = "KS7003",
        Name = "memory-request-missing",
        Title = "No memory request",
        Severity = Severity.Low,
        Category = RuleCategory.Reliability,
        Why = "The scheduler takes the container for one that needs nothing, and it is the first to be evicted.",
        Attack = "Crowd the node until its neighbours are evicted.",
        Remedy = "State resources.requests.memory.",
        WhenToWaive = "Namespaces whose LimitRange sets it and is kept elsewhere; one among the manifests is counted.",
        Frameworks = [new("nsa", "resource-policies"), new("owasp", "K01"), new("attack", "T1499")],
        EnabledByDefault = false,
    };

    protected override string Side => "requests";

    protected override string Of => "memory";
}
