using KubeSec.Findings;
using KubeSec.Manifests;

namespace KubeSec.Rules.Catalogue.Admission;

internal sealed class AdmissionPolicyFailsOpen : Rule
{
    public override RuleInfo Info { get; } = new()
    {
        Code = "KS4102",
        Name = "admission-policy-fails-open",
        Title = "Admission policy that fails open",
        Severity = Severity.Medium,
        Category = RuleCategory.Access,
        Why = "With failurePolicy Ignore an expression that errs, or a parameter that is missing, lets the object through.",
        Attack = "Send an object on which the expression errs.",
        Remedy = "Set failurePolicy to Fail, the default.",
        WhenToWaive = "Policies that only record.",
        Sets = new("Fail", "While the policy errs, matching objects are refused."),
        Frameworks = [new("nsa", "pod-security"), new("owasp", "K04"), new("attack", "T1562")],
    };

    public override void CheckResource(Resource resource, RuleContext context)
    {
        Field failure = resource.Spec["failurePolicy"];
        if (resource.Kind is "ValidatingAdmissionPolicy" or "MutatingAdmissionPolicy" && failure.Text == "Ignore")
        {
            context.Report(resource, failure, $"{resource.Kind} '{resource.Identity.Name}' lets objects through when it fails");
        }
    }
}
