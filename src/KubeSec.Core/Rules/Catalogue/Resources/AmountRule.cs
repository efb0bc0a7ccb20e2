using KubeSec.Manifests;

namespace KubeSec.Rules.Catalogue.Resources;

/// <summary>
/// A rule about an amount that each container should state. It waits for the end of the run, because the API server fills in
/// what a LimitRange of the namespace says, wherever in the manifests that stands.
/// </summary>
internal abstract class AmountRule : Rule
{
    /// <summary><c>requests</c> or <c>limits</c>.</summary>
    protected abstract string Side { get; }

    /// <summary>What the amount is of, such as <c>cpu</c>.</summary>
    protected abstract string Of { get; }

    public sealed override void CheckAll(ResourceIndex index, RuleContext context)
    {
        var ranges = new LimitRanges(index);
        foreach (Container container in index.Workloads.SelectMany(workload => workload.Containers))
        {
            // The API server refuses resources on ephemeral containers (core/v1, EphemeralContainerCommon).
            if (container.Role != ContainerRole.Ephemeral)
            {
                Check(container, ranges, context);
            }
        }
    }

    /// <summary>Reports the amount where nobody states it.</summary>
    protected virtual void Check(Container container, LimitRanges ranges, RuleContext context)
    {
        if (!IsStated(container, Side) && !ranges.Supply(container, Side, Of))
        {
            string what = Side == "limits" ? "limit" : "request";
            context.Report(container, container.Field["resources"][Side][Of], $"container '{container.Name}' states no {Of} {what}");
        }
    }

    /// <summary>
    /// Whether the container or its pod states the amount. The pod's own resources bound its containers together (KEP-2837),
    /// and a limit counts as the request where none is stated (core/v1 defaults.go).
    /// </summary>
    protected bool IsStated(Container container, string side) =>
        Quantity.IsMoreThanNothing(container.Field["resources"][side][Of])
        || Quantity.IsMoreThanNothing(container.Workload.Pod["resources"][side][Of])
        || (side == "requests" && !container.Field["resources"][side][Of].Exists && IsStated(container, "limits"));
}
