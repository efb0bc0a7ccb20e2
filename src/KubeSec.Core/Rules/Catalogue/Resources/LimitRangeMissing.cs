using KubeSec.Findings;
using KubeSec.Manifests;

namespace KubeSec.Rules.Catalogue.Resources;

internal sealed class LimitRangeMissing : Rule
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

    public override void CheckAll(ResourceIndex index, RuleContext context)
    {
        Resource[] workloads = [.. index.Workloads.Select(workload => workload.Resource)];
        foreach (IGrouping<string, Resource> home in workloads.GroupBy(resource => resource.EffectiveNamespace, StringComparer.Ordinal))
        {
            if (!index.OfKind("LimitRange").Any(resource => resource.EffectiveNamespace == home.Key))
            {
                Resource first = home.First();
                context.Report(first, first.Root["metadata"]["namespace"], $"namespace {home.Key} has no LimitRange in these manifests");
            }
        }
    }
}
