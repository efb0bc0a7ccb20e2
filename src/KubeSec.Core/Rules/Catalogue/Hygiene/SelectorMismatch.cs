using KubeSec.Findings;
using KubeSec.Manifests;

namespace KubeSec.Rules.Catalogue.Hygiene;

internal sealed class SelectorMismatch : Rule
{
    public override RuleInfo Info { get; } = new()
    {
        Code = "KS7110",
        Name = "selector-mismatch",
        Title = "Selector that does not match its own pods",
        Severity = Severity.Medium,
        Category = RuleCategory.Reliability,
        Why = "The API server refuses the workload.",
        Attack = "None is needed: nothing is deployed.",
        Remedy = "Give the template the labels of the selector.",
        WhenToWaive = "None is known.",
        EnabledByDefault = false,
    };

    public override void CheckWorkload(Workload workload, RuleContext context)
    {
        Field selector = workload.Resource.Spec["selector"];
        bool matches = workload.Resource.Kind switch
        {
            "Deployment" or "ReplicaSet" or "StatefulSet" or "DaemonSet" => LabelSelector.Matches(selector, workload.PodLabels),
            "ReplicationController" or "DeploymentConfig" => selector.Entries.All(pair => workload.PodLabels[pair.Name].Text == pair.Text),
            _ => true,
        };
        if (selector.Exists && !matches)
        {
            context.Report(
                workload, selector,
                $"the selector of {workload.Resource.Kind} '{workload.Resource.Identity.Name}' does not match the labels of its pods");
        }
    }
}
