using KubeSec.Findings;
using KubeSec.Manifests;

namespace KubeSec.Rules.Catalogue.Resources;

internal sealed class RequestsNotEqualLimits : Rule
{
    public override RuleInfo Info { get; } = new()
    {
        Code = "KS7005",
        Name = "requests-not-equal-limits",
        Title = "Requests differ from limits",
        Severity = Severity.Info,
        Category = RuleCategory.Reliability,
        Why = "A container that may use more than it asked for is not of the class Guaranteed: under pressure it is throttled or evicted.",
        Attack = "Load the node and watch the pod being evicted.",
        Remedy = "Set requests and limits to the same values for what must not be disturbed.",
        WhenToWaive = "Workloads that may be disturbed.",
        EnabledByDefault = false,
    };

    public override void CheckContainer(Container container, RuleContext context)
    {
        Field limits = container.Field["resources"]["limits"];

        // A request that is not stated is the limit (core/v1 defaults.go); a limit that is not stated is none.
        foreach (Field request in container.Field["resources"]["requests"].Entries.Where(request => request.Exists))
        {
            Field limit = limits[request.Name];
            if (!Quantity.AreEqual(request, limit))
            {
                string allowed = limit.Exists ? limit.Text! : "all there is";
                context.Report(
                    container, request, $"container '{container.Name}' asks for {request.Text} of {request.Name} and may use {allowed}");
            }
        }
    }
}
