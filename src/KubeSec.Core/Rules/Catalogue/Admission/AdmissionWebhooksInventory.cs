using KubeSec.Findings;
using KubeSec.Manifests;

namespace KubeSec.Rules.Catalogue.Admission;

internal sealed class AdmissionWebhooksInventory : Rule
{
    public override RuleInfo Info { get; } = new()
    {
        Code = "KS4109",
        Name = "admission-webhooks-inventory",
        Title = "Admission webhook",
        Severity = Severity.Info,
        Category = RuleCategory.Access,
        Why = "An inventory: every webhook reads, and a mutating one changes, the objects it is called for.",
        Attack = "Take over the webhook's service and change pods as they are created.",
        Remedy = "Know who runs the webhook, and narrow its rules and namespaceSelector.",
        WhenToWaive = "Wherever the webhook is wanted; the finding is information.",
        Frameworks = [new("nsa", "audit"), new("owasp", "K04"), new("attack", "T1556")],
    };

    public override void CheckResource(Resource resource, RuleContext context)
    {
        if (resource.Kind is not ("ValidatingWebhookConfiguration" or "MutatingWebhookConfiguration"))
        {
            return;
        }

        foreach (Field webhook in resource.Root["webhooks"].Items)
        {
            context.Report(
                resource, webhook["name"],
                $"webhook '{webhook["name"].Text}' {(resource.Kind[0] == 'M' ? "may change" : "reads")} the objects it is called for");
        }
    }
}
