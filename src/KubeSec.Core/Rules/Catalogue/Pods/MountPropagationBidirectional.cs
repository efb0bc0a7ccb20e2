using KubeSec.Findings;
using KubeSec.Manifests;

namespace KubeSec.Rules.Catalogue.Pods;

internal sealed class MountPropagationBidirectional : Rule
{
    public override RuleInfo Info { get; } = new()
    {
        Code = "KS1052",
        Name = "mount-propagation-bidirectional",
        Title = "Mounts made in the container appear on the node",
        Severity = Severity.High,
        Category = RuleCategory.Pod,
        Why = "What the container mounts there the node and every other pod that shares the directory sees.",
        Attack = "Mount a filesystem over a directory the node trusts.",
        Remedy = "Remove mountPropagation, or use HostToContainer.",
        WhenToWaive = "Storage plugins, whose work it is.",
        Sets = new("HostToContainer", "Storage plugins that mount for others."),
        Frameworks = [new("owasp", "K01"), new("attack", "T1611")],
    };

    public override void CheckContainer(Container container, RuleContext context)
    {
        foreach (Field propagation in container.Field["volumeMounts"].Items
            .Select(mount => mount["mountPropagation"])
            .Where(p => p.Text == "Bidirectional"))
        {
            context.Report(container, propagation, $"mounts made in container '{container.Name}' appear on the node");
        }
    }
}
