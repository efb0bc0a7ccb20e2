using KubeSec.Findings;
using KubeSec.Manifests;

namespace KubeSec.Rules.Catalogue.Pods;

internal sealed class TerminationMessagePathAbuse : Rule
{
    public override RuleInfo Info { get; } = new()
    {
        Code = "KS1059",
        Name = "termination-message-path-abuse",
        Title = "Termination message taken from a file that may hold a secret",
        Severity = Severity.Medium,
        Category = RuleCategory.Pod,
        Why = "The kubelet copies the file at terminationMessagePath into the pod's status, where everyone who may read pods reads it.",
        Attack = "Point the path at a mounted secret, end the container, and read the status.",
        Remedy = "Keep the default /dev/termination-log.",
        WhenToWaive = "Programs that write their message elsewhere, outside mounted volumes.",
        Sets = new("/dev/termination-log", "Programs that write their message elsewhere."),
        Frameworks = [new("owasp", "K03"), new("attack", "T1552.007")],
    };

    public override void CheckContainer(Container container, RuleContext context)
    {
        Field path = container.Field["terminationMessagePath"];
        bool inVolume = path.Text is { } text && container.Field["volumeMounts"].Items
            .Any(mount => mount["mountPath"].Text is { } at && HostPaths.IsAtOrBelow(text, at)
                && HostPaths.IsSecret(mount, container.Workload));
        if (inVolume || path.Text?.StartsWith("/var/run/secrets/", StringComparison.Ordinal) == true)
        {
            context.Report(container, path, $"what lies at {path.Text} is copied into the pod's status");
        }
    }
}
