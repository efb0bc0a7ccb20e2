using KubeSec.Findings;
using KubeSec.Manifests;

namespace KubeSec.Rules.Catalogue.Resources;

internal sealed class ResourceQuotaMissing : Rule
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

    public override void CheckAll(ResourceIndex index, RuleContext context)
    {
        Resource[] workloads = [.. index.Workloads.Select(workload => workload.Resource)];
        foreach (IGrouping<string, Resource> home in workloads.GroupBy(resource => resource.EffectiveNamespace, StringComparer.Ordinal))
        {
            if (!index.OfKind("ResourceQuota").Any(resource => resource.EffectiveNamespace == home.Key))
            {
                Resource first = home.First();
                context.Report(first, first.Root["metadata"]["namespace"], $"namespace {home.Key} has no ResourceQuota in these manifests");
            }
        }
    }
}
