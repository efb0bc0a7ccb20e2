using KubeSec.Findings;

namespace KubeSec.Rules.Catalogue.Resources;

internal sealed class CpuLimitMissing : AmountRule
{
    public override RuleInfo Info { get; } = new()
    {
        Code = "KS7002",
        Name = "cpu-limit-missing",
        Title = "No cpu limit",
        Severity = Severity.Medium,
        Category = RuleCategory.Reliability,
        Why = "Without a limit a container takes every idle cycle of the node, and a stolen one mines with them.",
        Attack = "Run a miner in the container.",
        Remedy = "State resources.limits.cpu, or a request and a LimitRange.",
        WhenToWaive = "Namespaces whose LimitRange sets it and is kept elsewhere; one among the manifests is counted.",
        Frameworks = [new("nsa", "resource-policies"), new("owasp", "K01"), new("attack", "T1499")],
        EnabledByDefault = false,
    };

    protected override string Side => "limits";

    protected override string Of => "cpu";
}
