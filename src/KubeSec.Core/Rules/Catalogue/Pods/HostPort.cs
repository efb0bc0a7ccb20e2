using KubeSec.Findings;
using KubeSec.Manifests;

namespace KubeSec.Rules.Catalogue.Pods;

internal sealed class HostPort : Rule
{
    public override RuleInfo Info { get; } = new()
    {
        Code = "KS1006",
        Name = "host-port",
        Title = "Container takes a port of the node",
        Severity = Severity.Medium,
        Category = RuleCategory.Pod,
        Why = "The container is reachable on the node's address, past Services and most NetworkPolicies, and only one such pod fits "
            + "on a node.",
        Attack = "Reach the port from anywhere that reaches the node, or take over a port that clients trust the node for.",
        Remedy = "Remove hostPort and expose the container through a Service.",
        WhenToWaive = "Ingress controllers that run on edge nodes.",
        Sets = FixValue.Nothing("Clients that reach the program on the node's address: give them a Service."),
        Frameworks =
        [
            new("pss-baseline", "hostPorts"), new("nsa", "pod-security"), new("cis", "5.2.13"), new("owasp", "K01"),
            new("attack", "T1133"),
        ],
    };

    public override void CheckContainer(Container container, RuleContext context)
    {
        foreach (Field port in container.Field["ports"].Items
            .Select(entry => entry["hostPort"])
            .Where(port => port.Exists && port.Integer != 0))
        {
            context.Report(container, port, $"container '{container.Name}' takes port {port.Text} of the node");
        }
    }
}
