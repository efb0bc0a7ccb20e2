using KubeSec.Findings;

namespace KubeSec.Rules.Catalogue.Resources;

internal sealed class LimitRangeMissing : NamespaceObjectRule
{
    public override RuleInfo Info { get; } = new()
    {
        Code = "KS7007",
        Name = "limit-range-missing",
        Title = "Namespace without a LimitRange",
        Severity = Severity.Low,
        Category = RuleCategory.Reliability,
        Why = "Containers that state no limits get none.",
        Attack = "Start pods until the cluster has room for nothing else.",
        Remedy = "Add a LimitRange with default requests and limits.",
        WhenToWaive = "Namespaces whose quota is kept by the platform team.",
        Frameworks = [new("nsa", "resource-policies"), new("owasp", "K01"), new("attack", "T1499")],
        EnabledByDefault = false,
    };

    protected override string Kind => "LimitRange";
}
