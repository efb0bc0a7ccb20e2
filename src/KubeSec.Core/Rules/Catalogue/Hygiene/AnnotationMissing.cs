using KubeSec.Findings;
using KubeSec.Manifests;

namespace KubeSec.Rules.Catalogue.Hygiene;

internal sealed class AnnotationMissing : Rule
{
    private static readonly string[] Owners = ["owner", "team", "contact", "email", "maintainer"];

    public override RuleInfo Info { get; } = new()
    {
        Code = "KS7117",
        Name = "annotation-missing",
        Title = "No annotation says whom to ask",
        Severity = Severity.Info,
        Category = RuleCategory.Reliability,
        Why = "When the object makes trouble nobody knows whom to call.",
        Attack = "Work on while the owner is sought.",
        Remedy = "Add an annotation such as a8r.io/owner, or a label owner or team.",
        WhenToWaive = "Clusters of one team.",
        EnabledByDefault = false,
    };

    public override void CheckResource(Resource resource, RuleContext context)
    {
        bool owned = resource.Annotations.Entries
            .Concat(resource.Labels.Entries)
            .Any(entry => Owners.Any(owner => entry.Name.Contains(owner, StringComparison.OrdinalIgnoreCase)));
        if (resource.Workload is not null && !owned)
        {
            context.Report(resource, resource.Annotations, $"nothing on {resource.Kind} '{resource.Identity.Name}' says whom to ask");
        }
    }
}
