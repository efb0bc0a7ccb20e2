using KubeSec.Findings;
using KubeSec.Manifests;

namespace KubeSec.Rules.Catalogue.Admission;

internal sealed class AdmissionPolicyWithoutBinding : Rule
{
    public override RuleInfo Info { get; } = new()
    {
        Code = "KS4101",
        Name = "admission-policy-without-binding",
        Title = "Admission policy that no binding puts into force",
        Severity = Severity.Medium,
        Category = RuleCategory.Access,
        Why = "A ValidatingAdmissionPolicy does nothing until a binding names it: the guard is believed to stand and does not.",
        Attack = "Do what the policy was written to refuse.",
        Remedy = "Add a ValidatingAdmissionPolicyBinding with validationActions [Deny].",
        WhenToWaive = "The binding is made elsewhere, by another team.",
        Frameworks = [new("nsa", "pod-security"), new("owasp", "K04")],
    };

    public override void CheckAll(ResourceIndex index, RuleContext context)
    {
        foreach (string family in (string[])["Validating", "Mutating"])
        {
            var bound = index.OfKind(family + "AdmissionPolicyBinding")
                .Select(b => b.Spec["policyName"].Text)
                .ToHashSet(StringComparer.Ordinal);
            foreach (Resource policy in index.OfKind(family + "AdmissionPolicy").Where(p => !bound.Contains(p.Identity.Name)))
            {
                context.Report(
                    policy, policy.Root["metadata"]["name"], $"{policy.Kind} '{policy.Identity.Name}' has no binding in these manifests");
            }
        }
    }
}
