using KubeSec.Findings;
using KubeSec.Manifests;

namespace KubeSec.Rules.Catalogue.Pods;

internal sealed class RunAsUserZero : Rule
{
    public override RuleInfo Info { get; } = new()
    {
        Code = "KS1009",
        Name = "run-as-user-zero",
        Title = "Container is told to run as root",
        Severity = Severity.High,
        Category = RuleCategory.Pod,
        Why = "User id 0 is root, in the container and, unless the pod has a user namespace of its own, on the node.",
        Attack = "Enter through the application and use root to attack the kernel and whatever is mounted.",
        Remedy = "Set runAsUser to a numeric user other than 0, or remove it and let the image decide under runAsNonRoot.",
        WhenToWaive = "Node agents that must read files of root.",
        Sets = new("10001", "The program cannot read or write files that belong to root."),
        Frameworks =
        [
            new("pss-restricted", "runAsUser"), new("nsa", "non-root-containers"), new("cis", "5.2.7"), new("owasp", "K01"),
            new("attack", "T1611"),
        ],
    };

    public override void CheckWorkload(Workload workload, RuleContext context)
    {
        Field user = workload.SecurityContext["runAsUser"];
        bool inherited = workload.Containers.Any(container => !container.SecurityContext["runAsUser"].Exists);
        if (user.Integer == 0 && !IsRelaxed(workload, context) && (inherited || context.JudgesByPodSecurityStandards))
        {
            context.Report(workload, user, "the pod's containers run as root: runAsUser is 0");
        }
    }

    public override void CheckContainer(Container container, RuleContext context)
    {
        Field user = container.SecurityContext["runAsUser"];
        if (user.Integer == 0 && !IsRelaxed(container.Workload, context))
        {
            context.Report(container, user, $"container '{container.Name}' runs as root: runAsUser is 0");
        }
    }

    /// <summary>The check came with 1.23; since 1.35 it asks nothing of a pod with a user namespace of its own (KEP-127).</summary>
    private static bool IsRelaxed(Workload workload, RuleContext context) =>
        context.Minor < 23 || (context.Minor >= 35 && workload.Pod["hostUsers"].IsFalse);
}
