using KubeSec.Findings;
using KubeSec.Manifests;

namespace KubeSec.Rules.Catalogue.Pods;

internal sealed class PrivilegedContainerPort : Rule
{
    public override RuleInfo Info { get; } = new()
    {
        Code = "KS1043",
        Name = "privileged-container-port",
        Title = "Container listens below port 1024",
        Severity = Severity.Info,
        Category = RuleCategory.Pod,
        Why = "Binding such a port takes root or NET_BIND_SERVICE, which the program then keeps.",
        Attack = "Enter through the program and find it running as root.",
        Remedy = "Listen on a port of 1024 or above; the Service can still offer 80 and 443.",
        WhenToWaive = "Images that cannot be told another port, with NET_BIND_SERVICE as their only capability.",
        Frameworks = [new("owasp", "K01")],
    };

    public override void CheckContainer(Container container, RuleContext context)
    {
        foreach (Field port in container.Field["ports"].Items
            .Select(entry => entry["containerPort"])
            .Where(port => port.Integer is > 0 and < 1024))
        {
            context.Report(container, port, $"container '{container.Name}' listens on port {port.Text}");
        }
    }
}
