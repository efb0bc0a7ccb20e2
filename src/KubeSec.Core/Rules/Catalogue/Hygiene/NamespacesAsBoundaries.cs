using KubeSec.Findings;
using KubeSec.Manifests;

namespace KubeSec.Rules.Catalogue.Hygiene;

internal sealed class NamespacesAsBoundaries : Rule
{
    public override RuleInfo Info { get; } = new()
    {
        Code = "KS7102",
        Name = "namespaces-as-boundaries",
        Title = "Several applications in one namespace",
        Severity = Severity.Info,
        Category = RuleCategory.Reliability,
        Why = "Inside a namespace policies, quotas and most rights do not tell applications apart.",
        Attack = "From one application reach the secrets of the other.",
        Remedy = "Give each application a namespace.",
        WhenToWaive = "Applications of one team that belong together.",
        Frameworks = [new("nsa", "namespaces"), new("cis", "5.7.1"), new("owasp", "K04")],
        EnabledByDefault = false,
    };

    public override void CheckAll(ResourceIndex index, RuleContext context)
    {
        const string Part = "app.kubernetes.io/part-of";
        foreach (IGrouping<string, Resource> home in index.Workloads
            .Select(w => w.Resource)
            .Where(r => r.Labels[Part].Exists)
            .GroupBy(r => r.EffectiveNamespace, StringComparer.Ordinal))
        {
            string first = home.First().Labels[Part].Text ?? "";
            foreach (Resource other in home.Where(resource => resource.Labels[Part].Text != first))
            {
                context.Report(other, other.Labels[Part], $"namespace {home.Key} holds {first} and {other.Labels[Part].Text}");
            }
        }
    }
}
