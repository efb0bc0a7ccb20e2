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
        Field resources = container.Field["resources"];
        foreach (Field limit in resources["limits"].Entries)
        {
            Field request = resources["requests"][limit.Name];
            if (request.Exists && request.Text != limit.Text)
            {
                context.Report(
                    container, request, $"container '{container.Name}' asks for {request.Text} of {limit.Name} and may use {limit.Text}");
            }
        }
    }
}
