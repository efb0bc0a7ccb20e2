using KubeSec.Findings;
using KubeSec.Manifests;

namespace KubeSec.Rules.Catalogue.Resources;

internal sealed class EphemeralStorageUnset : AmountRule
{
    public override RuleInfo Info { get; } = new()
    {
        Code = "KS7006",
        Name = "ephemeral-storage-unset",
        Title = "No limit on what is written to the node's disk",
        Severity = Severity.Low,
        Category = RuleCategory.Reliability,
        Why = "Logs, the writable layer and emptyDir volumes fill the node's disk until the kubelet evicts pods at will.",
        Attack = "Make the program log without end.",
        Remedy = "State requests and limits for ephemeral-storage.",
        WhenToWaive = "Namespaces whose LimitRange sets it and is kept elsewhere; one among the manifests is counted.",
        Frameworks = [new("nsa", "resource-policies"), new("owasp", "K01"), new("attack", "T1499")],
        EnabledByDefault = false,
    };

    protected override string Side => "limits";

    protected override string Of => "ephemeral-storage";

    protected override void Check(Container container, LimitRanges ranges, RuleContext context)
    {
        Field limit = container.Field["resources"]["limits"][Of];
        Field request = container.Field["resources"]["requests"][Of];
        if (!IsStated(container, Side) && !ranges.Supply(container, Side, Of))
        {
            context.Report(container, limit, $"container '{container.Name}' may fill the node's disk");
        }
        else if (request.Exists && limit.Exists && !Quantity.AreEqual(request, limit))
        {
            // Above its request a pod is among the first to go when the disk runs full (kubelet, eviction/helpers.go).
            context.Report(
                container, request, $"container '{container.Name}' asks for {request.Text} of {Of} and may use {limit.Text}", Severity.Info);
        }
    }
}
