using KubeSec.Findings;
using KubeSec.Manifests;

namespace KubeSec.Rules.Catalogue.Pods;

internal sealed class ProcMountUnmasked : Rule
{
    public override RuleInfo Info { get; } = new()
    {
        Code = "KS1026",
        Name = "proc-mount-unmasked",
        Title = "/proc is not masked",
        Severity = Severity.High,
        Category = RuleCategory.Pod,
        Why = "The runtime hides parts of /proc, such as kcore and sysrq-trigger, and makes others read-only. Unmasked shows them all.",
        Attack = "Read kernel memory, or write a handler to /proc/sys/kernel/core_pattern.",
        Remedy = "Remove procMount, or set it to Default.",
        WhenToWaive = "Builders that nest containers, in a pod with hostUsers false.",
        Sets = new("Default", "Builders that nest containers."),
        Frameworks =
        [
            new("pss-baseline", "procMount"), new("pss-restricted", "procMount_restricted"), new("nsa", "pod-security"),
            new("owasp", "K01"), new("attack", "T1611"),
        ],
    };

    public override void CheckContainer(Container container, RuleContext context)
    {
        Field procMount = container.SecurityContext["procMount"];
        if (procMount.Exists && procMount.Text != "Default" && !IsRelaxed(container.Workload, context))
        {
            context.Report(container, procMount, $"container '{container.Name}' sees an unmasked /proc");
        }
    }

    /// <summary>The baseline standard has let pods with a user namespace of their own unmask /proc since 1.35; the restricted one has not.</summary>
    private static bool IsRelaxed(Workload workload, RuleContext context) =>
        workload.Pod["hostUsers"].IsFalse && context.Minor >= 35
        && context.JudgesByPodSecurityStandards && !context.Options.Frameworks.Contains(Frameworks.PssRestricted);
}
