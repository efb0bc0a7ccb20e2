using KubeSec.Findings;

namespace KubeSec.Rules.Catalogue.Resources;

internal sealed class ResourceQuotaMissing : NamespaceObjectRule
{
    public override RuleInfo Info { get; } = new()
    {
        Code = "KS7008",
        Name = "resource-quota-missing",
        Title = "Namespace without a ResourceQuota",
        Severity = Severity.Low,
        Category = RuleCategory.Reliability,
        Why = "One team can use up the whole cluster.",
        Attack = "Start pods until the cluster has room for nothing else.",
        Remedy = "Add a ResourceQuota for cpu, memory and the number of pods.",
        WhenToWaive = "Namespaces whose quota is kept by the platform team.",
        Frameworks = [new("nsa", "resource-policies"), new("owasp", "K01"), new("attack", "T1499")],
        EnabledByDefault = false,
    };

    protected override string Kind => "ResourceQuota";
}
