using KubeSec.Findings;
using KubeSec.Manifests;

namespace KubeSec.Rules.Catalogue.Admission;

internal sealed class SccAllowPrivileged : Rule
{
    public override RuleInfo Info { get; } = new()
    {
        Code = "KS4108",
        Name = "scc-allow-privileged",
        Title = "SecurityContextConstraints that allow privileged containers",
        Severity = Severity.High,
        Category = RuleCategory.Access,
        Why = "Every service account the constraints are granted to may run privileged containers.",
        Attack = "Create a privileged pod under one of those service accounts.",
        Remedy = "Set allowPrivilegedContainer to false and list the capabilities that are needed.",
        WhenToWaive = "Constraints granted to node agents only.",
        Sets = new("false", "Privileged pods are refused."),
        Frameworks = [new("nsa", "pod-security"), new("cis", "5.2.2"), new("owasp", "K04"), new("attack", "T1611")],
    };

    public override void CheckResource(Resource resource, RuleContext context)
    {
        Field allow = resource.Root["allowPrivilegedContainer"];
        if (resource.Kind == "SecurityContextConstraints" && allow.IsTrue)
        {
            context.Report(resource, allow, $"SecurityContextConstraints '{resource.Identity.Name}' allow privileged containers");
        }
    }
}
