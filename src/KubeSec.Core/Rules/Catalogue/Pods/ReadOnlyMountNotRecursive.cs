using KubeSec.Findings;
using KubeSec.Manifests;

namespace KubeSec.Rules.Catalogue.Pods;

internal sealed class ReadOnlyMountNotRecursive : Rule
{
    public override RuleInfo Info { get; } = new()
    {
        Code = "KS1051",
        Name = "read-only-mount-not-recursive",
        Title = "Read-only host path with writable mounts below it",
        Severity = Severity.Low,
        Category = RuleCategory.Pod,
        Why = "readOnly holds for the mount itself: filesystems mounted below it on the node stay writable (KEP-3857).",
        Attack = "Write to a disk that is mounted below the directory.",
        Remedy = "Set recursiveReadOnly: Enabled beside readOnly.",
        WhenToWaive = "Directories with nothing mounted below them.",
        Sets = new("Enabled", "Nodes whose kernel is older than 5.12, and mounts with propagation."),
        Frameworks = [new("owasp", "K01"), new("attack", "T1611")],
    };

    public override void CheckContainer(Container container, RuleContext context)
    {
        foreach (Field mount in container.Field["volumeMounts"].Items.Where(mount => mount["readOnly"].IsTrue && context.Minor >= 30))
        {
            Field recursive = mount["recursiveReadOnly"];
            if (HostPaths.Behind(mount, container.Workload) is { } path && recursive.Text is not ("Enabled" or "IfPossible"))
            {
                context.Report(container, recursive, $"mounts below {path} stay writable for container '{container.Name}'");
            }
        }
    }
}
