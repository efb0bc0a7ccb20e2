using KubeSec.Findings;
using KubeSec.Manifests;

namespace KubeSec.Rules.Catalogue.Pods;

internal sealed class HostPathWritable : Rule
{
    public override RuleInfo Info { get; } = new()
    {
        Code = "KS1032",
        Name = "host-path-writable",
        Title = "Directory of the node is mounted writable",
        Severity = Severity.High,
        Category = RuleCategory.Pod,
        Why = "What a container writes to a host path the node and other pods read, and may run.",
        Attack = "Write a cron entry, an SSH key or a static pod manifest, and let the node run it.",
        Remedy = "Set readOnly: true on the mount, or use another kind of volume.",
        WhenToWaive = "Agents that must write their state on the node, in a directory of their own.",
        Sets = new("true", "Programs that write into the directory."),
        Frameworks = [new("nsa", "pod-security"), new("cis", "5.2.12"), new("owasp", "K01"), new("attack", "T1611")],
    };

    public override void CheckContainer(Container container, RuleContext context)
    {
        foreach (Field mount in container.Field["volumeMounts"].Items.Where(mount => !mount["readOnly"].IsTrue))
        {
            if (HostPaths.Behind(mount, container.Workload) is { } path)
            {
                context.Report(container, mount["readOnly"], $"container '{container.Name}' may write {path} of the node");
            }
        }
    }
}
