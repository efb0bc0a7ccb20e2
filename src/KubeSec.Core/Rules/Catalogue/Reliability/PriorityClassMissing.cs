using KubeSec.Findings;
using KubeSec.Manifests;

namespace KubeSec.Rules.Catalogue.Reliability;

internal sealed class PriorityClassMissing : Rule
{
    public override RuleInfo Info { get; } = new()
    {
        Code = "KS7041",
        Name = "priority-class-missing",
        Title = "No priority class",
        Severity = Severity.Info,
        Category = RuleCategory.Reliability,
        Why = "When nodes are full, pods of priority 0 are the first to give way.",
        Attack = "Fill the cluster with pods of a higher priority.",
        Remedy = "Name a PriorityClass.",
        WhenToWaive = "Clusters with a global default class.",
        EnabledByDefault = false,
    };

    public override void CheckWorkload(Workload workload, RuleContext context)
    {
        Field priority = workload.Pod["priorityClassName"];
        if (!priority.Exists)
        {
            context.Report(workload, priority, "the pod names no priority class");
        }
    }
}
