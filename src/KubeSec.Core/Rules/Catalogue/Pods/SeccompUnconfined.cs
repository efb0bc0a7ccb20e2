using KubeSec.Findings;
using KubeSec.Manifests;

namespace KubeSec.Rules.Catalogue.Pods;

internal sealed class SeccompUnconfined : Rule
{
    private const string PodAnnotation = "seccomp.security.alpha.kubernetes.io/pod";
    private const string ContainerAnnotation = "container.seccomp.security.alpha.kubernetes.io/";

    public override RuleInfo Info { get; } = new()
    {
        Code = "KS1022",
        Name = "seccomp-unconfined",
        Title = "seccomp is switched off",
        Severity = Severity.High,
        Category = RuleCategory.Pod,
        Why = "Unconfined lets the container make every system call of the kernel.",
        Attack = "Use a rarely used system call with a known defect to leave the container.",
        Remedy = "Set seccompProfile.type to RuntimeDefault, or to Localhost with a profile of your own.",
        WhenToWaive = "Debuggers and profilers that need a call the default profile forbids.",
        Sets = new("RuntimeDefault", "Programs that make unusual system calls, such as debuggers."),
        Frameworks =
        [
            new("pss-baseline", "seccompProfile_baseline"), new("nsa", "pod-security"), new("cis", "5.7.2"), new("owasp", "K01"),
            new("attack", "T1611"),
        ],
    };

    public override void CheckWorkload(Workload workload, RuleContext context)
    {
        if (context.Minor < 19)
        {
            ReportAnnotations(workload, context);
            return;
        }

        Field type = workload.SecurityContext["seccompProfile"]["type"];
        if (type.Text == "Unconfined")
        {
            context.Report(workload, type, "the pod switches seccomp off for its containers");
        }
    }

    public override void CheckContainer(Container container, RuleContext context)
    {
        Field type = container.SecurityContext["seccompProfile"]["type"];
        if (type.Text == "Unconfined" && context.Minor >= 19)
        {
            context.Report(container, type, $"container '{container.Name}' switches seccomp off");
        }
    }

    /// <summary>Before the fields of 1.19 profiles were named by annotations.</summary>
    private static void ReportAnnotations(Workload workload, RuleContext context)
    {
        foreach (Field annotation in workload.PodAnnotations.Entries)
        {
            bool names = annotation.Name == PodAnnotation || annotation.Name.StartsWith(ContainerAnnotation, StringComparison.Ordinal);
            if (names && annotation.Text is not ("runtime/default" or "docker/default")
                && annotation.Text?.StartsWith("localhost/", StringComparison.Ordinal) != true)
            {
                context.Report(workload, annotation, $"annotation {annotation.Name} switches seccomp off");
            }
        }
    }
}
