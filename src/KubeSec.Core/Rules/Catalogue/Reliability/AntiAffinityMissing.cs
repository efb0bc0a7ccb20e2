using KubeSec.Findings;
using KubeSec.Manifests;

namespace KubeSec.Rules.Catalogue.Reliability;

internal sealed class AntiAffinityMissing : Rule
{
    public override RuleInfo Info { get; } = new()
    {
        Code = "KS7033",
        Name = "anti-affinity-missing",
        Title = "Replicas may all run on one node",
        Severity = Severity.Info,
        Category = RuleCategory.Reliability,
        Why = "One node takes the whole service with it.",
        Attack = "Wait for the node or zone to fail.",
        Remedy = "Add podAntiAffinity, or a topology spread constraint, on kubernetes.io/hostname.",
        WhenToWaive = "Programs that may be away for a while.",
        EnabledByDefault = false,
    };

    public override void CheckWorkload(Workload workload, RuleContext context)
    {
        Field setting = workload.Pod["affinity"]["podAntiAffinity"];
        if (Replicas.MayBeSeveral(workload) && !KeepsApart(setting, workload.PodLabels)
            && !workload.Pod["topologySpreadConstraints"].Items.Any())
        {
            context.Report(workload, setting, "the replicas may all run on one node");
        }
    }

    /// <summary>Whether a term speaks of the pods themselves: one about other pods does not spread these.</summary>
    private static bool KeepsApart(Field antiAffinity, Field labels) =>
        antiAffinity["requiredDuringSchedulingIgnoredDuringExecution"].Items
            .Concat(antiAffinity["preferredDuringSchedulingIgnoredDuringExecution"].Items.Select(preferred => preferred["podAffinityTerm"]))
            .Any(term => term["labelSelector"].Exists && LabelSelector.Matches(term["labelSelector"], labels));
}
