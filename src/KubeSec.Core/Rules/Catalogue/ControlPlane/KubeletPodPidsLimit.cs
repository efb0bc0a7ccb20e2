using KubeSec.Findings;
using KubeSec.Manifests;

namespace KubeSec.Rules.Catalogue.ControlPlane;

internal sealed class KubeletPodPidsLimit : KubeletRule
{
    public override RuleInfo Info { get; } = new()
    {
        Code = "KS8092",
        Name = "kubelet-pod-pids-limit",
        Title = "Pods may use every process number of the node",
        Severity = Severity.Low,
        Category = RuleCategory.ControlPlane,
        Why = "A fork bomb in one pod stops every other on the node.",
        Attack = "Fork.",
        Remedy = "Set podPidsLimit.",
        WhenToWaive = "Nodes with one tenant.",
        Frameworks = [new("cis", "4.2.13"), new("owasp", "K07")],
    };

    protected override string Flag => "pod-max-pids";

    protected override FlagExpectation Expected => FlagExpectation.Positive();

    public override void CheckResource(Resource resource, RuleContext context)
    {
        Field field = resource.Root["podPidsLimit"];
        if (resource.Kind == "KubeletConfiguration" && (field.Integer is null or <= 0))
        {
            context.Report(resource, field, "the kubelet does not limit the processes of a pod");
        }
    }
}
