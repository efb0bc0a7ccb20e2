using KubeSec.Findings;
using KubeSec.Manifests;

namespace KubeSec.Rules.Catalogue.Admission;

internal sealed class PspPermissive : Rule
{
    private static readonly string[] Permits = ["privileged", "hostPID", "hostIPC", "hostNetwork", "allowPrivilegeEscalation"];

    public override RuleInfo Info { get; } = new()
    {
        Code = "KS4107",
        Name = "psp-permissive",
        Title = "PodSecurityPolicy that permits what it should guard against",
        Severity = Severity.Medium,
        Category = RuleCategory.Access,
        Why = "PodSecurityPolicy left Kubernetes in 1.25: what it forbids is no longer forbidden, and this one permits even before that.",
        Attack = "Create a pod of the kind the policy permits.",
        Remedy = "Move to Pod Security Admission and set privileged, hostPID, hostIPC, hostNetwork and allowPrivilegeEscalation to "
            + "false until then.",
        WhenToWaive = "Clusters older than 1.25.",
        Sets = new("false", "Pods that need what the policy permitted."),
        Frameworks = [new("nsa", "pod-security"), new("cis", "5.2.1"), new("owasp", "K04")],
    };

    public override void CheckResource(Resource resource, RuleContext context)
    {
        if (resource.Kind != "PodSecurityPolicy")
        {
            return;
        }

        foreach (Field permit in Permits.Select(name => resource.Spec[name]).Where(field => field.IsTrue))
        {
            context.Report(resource, permit, $"PodSecurityPolicy '{resource.Identity.Name}' permits {permit.Name}");
        }
    }
}
