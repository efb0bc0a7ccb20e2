using KubeSec.Findings;
using KubeSec.Manifests;

namespace KubeSec.Rules.Catalogue.Pods;

internal sealed class RawBlockDevice : Rule
{
    public override RuleInfo Info { get; } = new()
    {
        Code = "KS1060",
        Name = "raw-block-device",
        Title = "Container gets a raw block device",
        Severity = Severity.Low,
        Category = RuleCategory.Pod,
        Why = "A raw device bypasses the filesystem and its owners: the container reads and writes every block.",
        Attack = "Read deleted data of whoever used the volume before.",
        Remedy = "Use a volume with a filesystem unless the program manages the device itself.",
        WhenToWaive = "Databases and storage systems that manage devices.",
        Frameworks = [new("owasp", "K01")],
    };

    public override void CheckContainer(Container container, RuleContext context)
    {
        foreach (Field device in container.Field["volumeDevices"].Items)
        {
            context.Report(
                container, device["devicePath"], $"container '{container.Name}' gets the raw device {device["devicePath"].Text}");
        }
    }
}
