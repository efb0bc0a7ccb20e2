using KubeSec.Findings;
using KubeSec.Manifests;

namespace KubeSec.Rules.Catalogue.Pods;

internal sealed class SshServerPort : Rule
{
    public override RuleInfo Info { get; } = new()
    {
        Code = "KS1042",
        Name = "ssh-server-port",
        Title = "Container offers SSH",
        Severity = Severity.Medium,
        Category = RuleCategory.Pod,
        Why = "A shell service in a container is a way in that bypasses the API server, its authentication and its audit log.",
        Attack = "Try stolen or guessed keys on port 22.",
        Remedy = "Remove the SSH server; use kubectl exec or an ephemeral container for debugging.",
        WhenToWaive = "Git servers and bastions.",
        Frameworks = [new("owasp", "K01"), new("attack", "T1021.004")],
    };

    public override void CheckContainer(Container container, RuleContext context)
    {
        foreach (Field port in container.Field["ports"].Items.Select(entry => entry["containerPort"]).Where(port => port.Integer == 22))
        {
            context.Report(container, port, $"container '{container.Name}' offers SSH");
        }
    }
}
