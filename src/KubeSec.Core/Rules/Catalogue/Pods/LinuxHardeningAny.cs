using KubeSec.Findings;
using KubeSec.Manifests;

namespace KubeSec.Rules.Catalogue.Pods;

internal sealed class LinuxHardeningAny : Rule
{
    public override RuleInfo Info { get; } = new()
    {
        Code = "KS1040",
        Name = "linux-hardening-any",
        Title = "No kernel confinement at all",
        Severity = Severity.Low,
        Category = RuleCategory.Pod,
        Why = "Of AppArmor, seccomp, SELinux and dropped capabilities the container uses none.",
        Attack = "Use any system call and any capability the runtime leaves open.",
        Remedy = "Set seccompProfile to RuntimeDefault and drop ALL capabilities.",
        WhenToWaive = "Pods whose settings an admission controller adds.",
        Frameworks = [new("nsa", "pod-security"), new("owasp", "K01"), new("attack", "T1611")],
    };

    public override void CheckContainer(Container container, RuleContext context)
    {
        bool confined = Confines(container.InheritedSecurity("seccompProfile")["type"], "Unconfined")
            || Confines(container.InheritedSecurity("appArmorProfile")["type"], "Unconfined")
            || Confines(container.Workload.PodAnnotations["container.apparmor.security.beta.kubernetes.io/" + container.Name], "unconfined")
            || container.InheritedSecurity("seLinuxOptions").Entries.Any()
            || DropsCapabilities(container.SecurityContext["capabilities"]);
        if (!confined && !container.Workload.IsWindows)
        {
            context.Report(
                container, container.SecurityContext,
                $"container '{container.Name}' uses no AppArmor, seccomp, SELinux or dropped capabilities");
        }
    }

    private static bool Confines(Field profile, string none) => profile.Text is { } type && type != none;

    private static bool DropsCapabilities(Field capabilities) =>
        capabilities["drop"].Items.Any() && !capabilities["add"].Items.Any(added => Capabilities.Bare(added) == "ALL");
}
