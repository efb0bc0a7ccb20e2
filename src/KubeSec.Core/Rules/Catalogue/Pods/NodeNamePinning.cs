using KubeSec.Findings;
using KubeSec.Manifests;

namespace KubeSec.Rules.Catalogue.Pods;

internal sealed class NodeNamePinning : Rule
{
    public override RuleInfo Info { get; } = new()
    {
        Code = "KS1057",
        Name = "node-name-pinning",
        Title = "Pod is bound to a node past the scheduler",
        Severity = Severity.Medium,
        Category = RuleCategory.Pod,
        Why = "nodeName skips the scheduler and with it taints, affinity and free capacity: the pod can land on a control-plane node.",
        Attack = "Name a control-plane node and read what lies there.",
        Remedy = "Use nodeSelector or node affinity.",
        WhenToWaive = "Static pods and exports of running pods.",
        Sets = FixValue.Nothing("Programs that must run on that node: give them a node selector."),
        Frameworks = [new("owasp", "K01"), new("attack", "T1610")],
    };

    public override void CheckWorkload(Workload workload, RuleContext context)
    {
        Field node = workload.Pod["nodeName"];
        if (node.Exists)
        {
            context.Report(workload, node, $"the pod is bound to node '{node.Text}' past the scheduler");
        }
    }
}
