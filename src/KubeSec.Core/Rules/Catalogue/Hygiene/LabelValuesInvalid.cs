using System.Text.RegularExpressions;
using KubeSec.Findings;
using KubeSec.Manifests;

namespace KubeSec.Rules.Catalogue.Hygiene;

internal sealed partial class LabelValuesInvalid : Rule
{
    [GeneratedRegex("^(?:[A-Za-z0-9](?:[A-Za-z0-9_.-]{0,61}[A-Za-z0-9])?)?$")]
    private static partial Regex LabelValue();

    public override RuleInfo Info { get; } = new()
    {
        Code = "KS7115",
        Name = "label-values-invalid",
        Title = "Label with a value that is not valid",
        Severity = Severity.Low,
        Category = RuleCategory.Reliability,
        Why = "The API server refuses the object.",
        Attack = "None is needed: nothing is deployed.",
        Remedy = "Use at most 63 letters, digits, dots, hyphens and underscores, beginning and ending with a letter or digit.",
        WhenToWaive = "None is known.",
        EnabledByDefault = false,
    };

    public override void CheckResource(Resource resource, RuleContext context)
    {
        IEnumerable<Field> labels = resource.Workload is { } workload
            && resource.Kind != "Pod" ? resource.Labels.Entries.Concat(workload.PodLabels.Entries) : resource.Labels.Entries;
        foreach (Field label in labels
            .Where(label => !LabelValue().IsMatch(label.Text ?? "") || label.Boolean is not null || label.Integer is not null))
        {
            context.Report(resource, label, $"'{label.Text}' is no label value");
        }
    }
}
