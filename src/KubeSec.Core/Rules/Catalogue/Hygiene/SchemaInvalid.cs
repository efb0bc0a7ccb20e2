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

    public override void CheckContainer(Container container, RuleContext context)
    {
        ReportUnknown(container.Field, PodSchema.Container, (at, message) => context.Report(container, at, message));
        ReportUnknown(container.SecurityContext, PodSchema.SecurityContext, (at, message) => context.Report(container, at, message));
        if (container.Name.Length == 0)
        {
            context.Report(container, container.Field["name"], "a container has no name");
        }
    }

    public override void CheckWorkload(Workload workload, RuleContext context)
    {
        ReportUnknown(workload.Pod, PodSchema.Pod, (at, message) => context.Report(workload, at, message));
        ReportUnknown(workload.SecurityContext, PodSchema.PodSecurityContext, (at, message) => context.Report(workload, at, message));
        if (!workload.Pod["containers"].Items.Any())
        {
            context.Report(workload, workload.Pod["containers"], "the pod has no containers");
        }
    }

    private static void ReportUnknown(Field holder, IReadOnlySet<string> known, Action<Field, string> report)
    {
        foreach (Field stranger in holder.Entries.Where(entry => !known.Contains(entry.Name)))
        {
            report(stranger, $"there is no field '{stranger.Name}' here; the nearest is '{PodSchema.Nearest(stranger.Name, known)}'");
        }
    }
}
