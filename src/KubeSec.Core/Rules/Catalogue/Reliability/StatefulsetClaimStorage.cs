using KubeSec.Findings;
using KubeSec.Manifests;

namespace KubeSec.Rules.Catalogue.Reliability;

internal sealed class StatefulsetClaimStorage : Rule
{
    public override RuleInfo Info { get; } = new()
    {
        Code = "KS7045",
        Name = "statefulset-claim-storage",
        Title = "Claim of a StatefulSet without a size",
        Severity = Severity.Low,
        Category = RuleCategory.Reliability,
        Why = "The API server refuses a claim that asks for no storage.",
        Attack = "None is needed: the set does not start.",
        Remedy = "State resources.requests.storage.",
        WhenToWaive = "None is known.",
        EnabledByDefault = false,
    };

    public override void CheckResource(Resource resource, RuleContext context)
    {
        IEnumerable<Field> sizes = resource.Spec["volumeClaimTemplates"].Items
            .Select(claim => claim["spec"]["resources"]["requests"]["storage"]);
        foreach (Field size in sizes.Where(size => resource.Kind == "StatefulSet" && !size.Exists))
        {
            context.Report(resource, size, $"a claim of StatefulSet '{resource.Identity.Name}' asks for no storage");
        }
    }
}
