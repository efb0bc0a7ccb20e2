using KubeSec.Findings;
using KubeSec.Manifests;

namespace KubeSec.Rules.Catalogue.Pods;

internal sealed class ContainerRuntimeSocket : Rule
{
    public override RuleInfo Info { get; } = new()
    {
        Code = "KS1036",
        Name = "container-runtime-socket",
        Title = "Container runtime socket is mounted",
        Severity = Severity.Critical,
        Category = RuleCategory.Pod,
        Why = "Whoever may speak to the runtime may start a privileged container: the socket is root on the node.",
        Attack = "Ask the runtime to start a container with the node's disk mounted.",
        Remedy = "Build images with a tool that needs no daemon; read container metadata from the kubelet.",
        WhenToWaive = "Runtime security agents, read-only and in a namespace of their own.",
        Frameworks = [new("nsa", "pod-security"), new("cis", "5.2.12"), new("owasp", "K01"), new("attack", "T1611")],
    };

    public override void CheckWorkload(Workload workload, RuleContext context)
    {
        foreach (Field path in HostPaths.Of(workload).Where(path => HostPaths.IsRuntimeSocket(path.Text)))
        {
            context.Report(workload, path, $"the pod mounts the container runtime's socket {path.Text}");
        }
    }
}
