using KubeSec.Findings;
using KubeSec.Manifests;

namespace KubeSec.Rules.Catalogue.Admission;

internal sealed class AdmissionBindingNotDenying : Rule
{
    public override RuleInfo Info { get; } = new()
    {
        Code = "KS4103",
        Name = "admission-binding-not-denying",
        Title = "Admission policy binding that does not deny",
        Severity = Severity.Low,
        Category = RuleCategory.Access,
        Why = "Warn and Audit tell of a violation and let it happen.",
        Attack = "Do what the policy only records.",
        Remedy = "Add Deny to validationActions once the warnings have been worked off.",
        WhenToWaive = "The weeks in which a new policy is tried out.",
        Frameworks = [new("nsa", "audit"), new("owasp", "K04")],
    };

    public override void CheckResource(Resource resource, RuleContext context)
    {
        Field actions = resource.Spec["validationActions"];
        if (resource.Kind == "ValidatingAdmissionPolicyBinding" && !actions.Items.Any(action => action.Text == "Deny"))
        {
            context.Report(
                resource, actions,
                $"binding '{resource.Identity.Name}' records violations of '{resource.Spec["policyName"].Text}' and does not deny them");
        }
    }
}
