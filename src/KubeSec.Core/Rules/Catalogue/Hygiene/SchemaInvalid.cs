using KubeSec.Findings;
using KubeSec.Manifests;

namespace KubeSec.Rules.Catalogue.Hygiene;

internal sealed class SchemaInvalid : Rule
{
    public override RuleInfo Info { get; } = new()
    {
        Code = "KS7114",
        Name = "schema-invalid",
        Title = "Object that does not have the shape of its kind",
        Severity = Severity.Medium,
        Category = RuleCategory.Reliability,
        Why = "A field that is misspelt is dropped or refused: the setting does not hold.",
        Attack = "Rely on the setting that does not hold.",
        Remedy = "Mend the field; the message names the nearest one.",
        WhenToWaive = "Fields of a Kubernetes version newer than this catalogue.",
        EnabledByDefault = false,
    };

    public override void CheckResource(Resource resource, RuleContext context)
    {
        foreach ((Field at, string fault) in ObjectSchema.FaultsOf(resource))
        {
            context.Report(resource, at, fault);
        }
    }

    public override void CheckContainer(Container container, RuleContext context)
    {
        foreach ((Field at, string fault) in ObjectSchema.FaultsOf(container))
        {
            context.Report(container, at, fault);
        }

        if (container.Name.Length == 0)
        {
            context.Report(container, container.Field["name"], "a container has no name");
        }
    }

    public override void CheckWorkload(Workload workload, RuleContext context)
    {
        if (!workload.Pod["containers"].Items.Any())
        {
            context.Report(workload, workload.Pod["containers"], "the pod has no containers");
        }
    }
}
