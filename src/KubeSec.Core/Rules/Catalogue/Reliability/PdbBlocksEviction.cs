using System.Globalization;
using KubeSec.Findings;
using KubeSec.Manifests;

namespace KubeSec.Rules.Catalogue.Reliability;

internal sealed class PdbBlocksEviction : Rule
{
    public override RuleInfo Info { get; } = new()
    {
        Code = "KS7030",
        Name = "pdb-blocks-eviction",
        Title = "Disruption budget that allows no disruption",
        Severity = Severity.Medium,
        Category = RuleCategory.Reliability,
        Why = "Nodes cannot be drained: upgrades, also those that mend defects, wait for somebody to delete the budget.",
        Attack = "Wait: the defect stays on the node.",
        Remedy = "Allow one pod to be away: maxUnavailable: 1.",
        WhenToWaive = "Programs moved by hand.",
        EnabledByDefault = false,
    };

    public override void CheckAll(ResourceIndex index, RuleContext context)
    {
        ILookup<(string, string?, string?), Resource> autoscalers = index.OfKind("HorizontalPodAutoscaler").ToLookup(
            hpa => (hpa.EffectiveNamespace, hpa.Spec["scaleTargetRef"]["kind"].Text, hpa.Spec["scaleTargetRef"]["name"].Text));
        ILookup<string, Workload> unlabelled = index.Workloads
            .Where(workload => !workload.PodLabels.Exists && workload.Resource.Spec["selector"].Exists)
            .ToLookup(workload => workload.Resource.EffectiveNamespace, StringComparer.Ordinal);
        foreach (Resource budget in index.OfKind("PodDisruptionBudget"))
        {
            Field unavailable = budget.Spec["maxUnavailable"];
            Field available = budget.Spec["minAvailable"];
            Resource? guarded = Guarded(index, unlabelled, budget);
            Resource? autoscaler = guarded is null ? null
                : autoscalers[(guarded.EffectiveNamespace, guarded.Kind, guarded.Identity.Name)].FirstOrDefault();
            if (unavailable.Text is "0" or "0%")
            {
                Report(unavailable);
            }
            else if (available.Text == "100%"
                || NeedsAll(available, guarded?.Spec["replicas"].Integer, autoscaler?.Spec["minReplicas"].Integer))
            {
                Report(available);
            }

            void Report(Field blocking) => context.Report(budget, blocking, $"budget '{budget.Identity.Name}' allows no pod to be away");
        }
    }

    /// <summary>What makes the pods that a budget guards; one whose template has no labels is known by its selector.</summary>
    private static Resource? Guarded(ResourceIndex index, ILookup<string, Workload> unlabelled, Resource budget)
    {
        Field selector = budget.Spec["selector"];
        return (index.Selected(budget.EffectiveNamespace, selector).FirstOrDefault()
            ?? unlabelled[budget.EffectiveNamespace].FirstOrDefault(workload => LabelSelector.Matches(selector, workload.Resource.Spec["selector"]["matchLabels"])))?.Resource;
    }

    /// <summary>Whether as many pods must stay as there are when an autoscaler, where there is one, runs the fewest.</summary>
    private static bool NeedsAll(Field available, long? replicas, long? fewest)
    {
        long? needed = available.Text is [.. var percent, '%']
            && long.TryParse(percent, NumberStyles.None, CultureInfo.InvariantCulture, out long share)
            ? replicas * share / 100
            : available.Integer;
        return needed >= (fewest ?? replicas);
    }
}
