using KubeSec.Findings;

namespace KubeSec.Rules.Catalogue.Resources;

internal sealed class MemoryLimitMissing : AmountRule
{
    public override RuleInfo Info { get; } = new()
    {
        Code = "KS7004",
        Name = "memory-limit-missing",
        Title = "No memory limit",
        Severity = Severity.Medium,
        Category = RuleCategory.Reliability,
        Why = "A leak, or a request made to be costly, takes the node's memory and its neighbours with it.",
        Attack = "Send requests that make the program allocate until the node kills its neighbours.",
        Remedy = "State resources.limits.memory.",
        WhenToWaive = "Namespaces whose LimitRange sets it and is kept elsewhere; one among the manifests is counted.",
        Frameworks = [new("nsa", "resource-policies"), new("owasp", "K01"), new("attack", "T1499")],
        EnabledByDefault = false,
    };

    protected override string Side => "limits";

    protected override string Of => "memory";
}
