using KubeSec.Findings;
using KubeSec.Manifests;

namespace KubeSec.Rules.Catalogue.Admission;

internal sealed class AdmissionWebhookFailsOpen : Rule
{
    public override RuleInfo Info { get; } = new()
    {
        Code = "KS4104",
        Name = "admission-webhook-fails-open",
        Title = "Admission webhook that fails open",
        Severity = Severity.Medium,
        Category = RuleCategory.Access,
        Why = "While the webhook cannot be reached everything it guards against is let through.",
        Attack = "Make the webhook slow or unreachable, then create the object it would refuse.",
        Remedy = "Set failurePolicy to Fail, exclude the webhook's own namespace, and run it with several replicas.",
        WhenToWaive = "Webhooks that only add labels or defaults.",
        Sets = new("Fail", "While the webhook cannot be reached, matching objects are refused."),
        Frameworks = [new("nsa", "pod-security"), new("owasp", "K04"), new("attack", "T1562")],
    };

    public override void CheckResource(Resource resource, RuleContext context)
    {
        if (resource.Kind is "ValidatingWebhookConfiguration" or "MutatingWebhookConfiguration")
        {
            foreach (Field webhook in resource.Root["webhooks"].Items.Where(w => w["failurePolicy"].Text == "Ignore"))
            {
                context.Report(
                    resource, webhook["failurePolicy"],
                    $"webhook '{webhook["name"].Text}' lets objects through while it cannot be reached");
            }
        }
    }
}
