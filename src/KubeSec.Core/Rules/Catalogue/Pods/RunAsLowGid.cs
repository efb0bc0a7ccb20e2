using KubeSec.Findings;
using KubeSec.Manifests;

namespace KubeSec.Rules.Catalogue.Pods;

internal sealed class RunAsLowGid : Rule
{
    public override RuleInfo Info { get; } = new()
    {
        Code = "KS1011",
        Name = "run-as-low-gid",
        Title = "Group id below 10000, or left to the image",
        Severity = Severity.Low,
        Category = RuleCategory.Pod,
        Why = "A group id below 10000 often belongs to a program or person on the node: outside the container the process is taken for it.",
        Attack = "Leave the container and read what the node's own group of that number may.",
        Remedy = "Set runAsGroup to a number of 10000 or above, and give the files of the image to it.",
        WhenToWaive = "Images whose files belong to a low number and cannot be rebuilt.",
        Sets = new("10001", "The program cannot read or write files that belong to the low number."),
        Frameworks = [new("nsa", "non-root-containers"), new("owasp", "K01"), new("attack", "T1611")],
    };

    public override void CheckContainer(Container container, RuleContext context)
    {
        Field id = container.InheritedSecurity("runAsGroup");
        if (id.Integer is not >= 10000 && !container.Workload.IsWindows)
        {
            string who = id.Exists ? $"as group {id.Text}" : "as the group its image names";
            context.Report(container, id, $"container '{container.Name}' runs {who}, which may be somebody on the node");
        }
    }
}
