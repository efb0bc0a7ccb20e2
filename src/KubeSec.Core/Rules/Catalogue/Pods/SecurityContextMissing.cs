using KubeSec.Findings;
using KubeSec.Manifests;

namespace KubeSec.Rules.Catalogue.Pods;

internal sealed class SecurityContextMissing : Rule
{
    public override RuleInfo Info { get; } = new()
    {
        Code = "KS1039",
        Name = "security-context-missing",
        Title = "Container has no security context",
        Severity = Severity.Low,
        Category = RuleCategory.Pod,
        Why = "Neither the pod nor the container says how it is confined: every default is the permissive one.",
        Attack = "Use whatever the defaults leave open: root, capabilities, a writable filesystem.",
        Remedy = "Add a securityContext to the container, with the settings of the restricted standard.",
        WhenToWaive = "Pods whose settings an admission controller adds.",
        Frameworks = [new("nsa", "pod-security"), new("cis", "5.7.3"), new("owasp", "K01")],
    };

    public override void CheckContainer(Container container, RuleContext context)
    {
        if (!container.SecurityContext.Entries.Any() && !container.Workload.SecurityContext.Entries.Any())
        {
            context.Report(
                container, container.SecurityContext, $"neither container '{container.Name}' nor its pod has a security context");
        }
    }
}
