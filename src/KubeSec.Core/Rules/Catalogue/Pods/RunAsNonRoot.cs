using KubeSec.Findings;
using KubeSec.Manifests;

namespace KubeSec.Rules.Catalogue.Pods;

internal sealed class RunAsNonRoot : Rule
{
    public override RuleInfo Info { get; } = new()
    {
        Code = "KS1008",
        Name = "run-as-non-root",
        Title = "Container may run as root",
        Severity = Severity.Medium,
        Category = RuleCategory.Pod,
        Why = "Root in the container is root on the node once anything lets it out: a kernel defect, a mounted socket, a writable "
            + "host path. The image decides the user where the manifest does not.",
        Attack = "Enter through the application and use root to install tools, change files of the image and attack the kernel.",
        Remedy = "Set runAsNonRoot to true on the pod or the container, and run the image as a numeric user other than 0.",
        WhenToWaive = "Images that must start as root to bind a port or change owners, until they are rebuilt.",
        Sets = new("true", "An image that runs as root does not start: give it a numeric user."),
        Frameworks =
        [
            new("pss-restricted", "runAsNonRoot"), new("nsa", "non-root-containers"), new("cis", "5.2.7"), new("owasp", "K01"),
            new("attack", "T1611"),
        ],
    };

    public override void CheckContainer(Container container, RuleContext context)
    {
        Workload workload = container.Workload;
        Field setting = container.InheritedSecurity("runAsNonRoot");
        if (setting.IsTrue || IsRelaxed(workload, context) || (RunsAsAnotherUser(container) && !context.JudgesByPodSecurityStandards))
        {
            return;
        }

        context.Report(container, setting, $"container '{container.Name}' may run as root: runAsNonRoot is not true");
    }

    /// <summary>Root of a pod with a user namespace of its own is nobody on the node (KEP-127): the standard asks nothing of it since 1.35.</summary>
    private static bool IsRelaxed(Workload workload, RuleContext context) => context.Minor >= 35 && workload.Pod["hostUsers"].IsFalse;

    /// <summary>A user id other than 0 settles it whatever the image says, and Windows has no user 0.</summary>
    private static bool RunsAsAnotherUser(Container container) =>
        container.InheritedSecurity("runAsUser").Integer > 0 || container.Workload.IsWindows;
}
