using KubeSec.Findings;
using KubeSec.Manifests;

namespace KubeSec.Rules.Catalogue.Pods;

internal sealed class RootGroup : Rule
{
    public override RuleInfo Info { get; } = new()
    {
        Code = "KS1012",
        Name = "root-group",
        Title = "Processes belong to the group root",
        Severity = Severity.Low,
        Category = RuleCategory.Pod,
        Why = "Many files of an image and of the node are open to group 0.",
        Attack = "Change files that group root may write, such as /etc/passwd in images built for arbitrary users.",
        Remedy = "Set runAsGroup, fsGroup and supplementalGroups to groups other than 0.",
        WhenToWaive = "Images built to run as any user of group 0, such as those for OpenShift.",
        Sets = new("10001", "The program cannot write files open to group 0."),
        Frameworks = [new("nsa", "non-root-containers"), new("owasp", "K01"), new("attack", "T1548")],
    };

    public override void CheckWorkload(Workload workload, RuleContext context)
    {
        Field security = workload.SecurityContext;
        foreach (Field group in security["supplementalGroups"].Items
            .Append(security["fsGroup"])
            .Append(security["runAsGroup"])
            .Where(group => group.Integer == 0))
        {
            context.Report(workload, group, "the pod's processes belong to the group root");
        }
    }

    public override void CheckContainer(Container container, RuleContext context)
    {
        Field group = container.SecurityContext["runAsGroup"];
        if (group.Integer == 0)
        {
            context.Report(container, group, $"the processes of container '{container.Name}' belong to the group root");
        }
    }
}
