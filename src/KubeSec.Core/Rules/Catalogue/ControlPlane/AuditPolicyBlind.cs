using KubeSec.Findings;
using KubeSec.Manifests;

namespace KubeSec.Rules.Catalogue.ControlPlane;

internal sealed class AuditPolicyBlind : Rule
{
    public override RuleInfo Info { get; } = new()
    {
        Code = "KS8036",
        Name = "audit-policy-blind",
        Title = "Audit policy that leaves requests unrecorded",
        Severity = Severity.Low,
        Category = RuleCategory.ControlPlane,
        Why = "What the audit policy does not name leaves no trace.",
        Attack = "Use a kind the policy does not name.",
        Remedy = "End the policy with a rule of level Metadata that names nothing.",
        WhenToWaive = "None is needed.",
        Frameworks = [new("cis", "3.2.1"), new("owasp", "K07")],
    };

    public override void CheckResource(Resource resource, RuleContext context)
    {
        if (resource is { Kind: "Policy", Identity.Group: "audit.k8s.io" } && !resource.Root["rules"].Items.Any(CatchesTheRest))
        {
            context.Report(resource, resource.Root["rules"], "requests that no rule names are not recorded");
        }
    }

    private static bool CatchesTheRest(Field rule) =>
        rule["level"].Text is "Metadata" or "Request" or "RequestResponse"
            && rule.Entries.All(entry => entry.Name is "level" or "omitStages" or "omitManagedFields");
}
