using KubeSec.Findings;
using KubeSec.Network;

namespace KubeSec.Rules.Catalogue.Network;

internal sealed class IngressBackendBlocked : NetworkRule
{
    public override RuleInfo Info { get; } = new()
    {
        Code = "KS3024",
        Name = "ingress-backend-blocked",
        Title = "Route leads to a workload that does not let it in",
        Severity = Severity.Low,
        Category = RuleCategory.Network,
        Why = "Requests time out, and the next hand to touch the policy may open it too far.",
        Attack = "Wait for the hasty repair that lets everyone in.",
        Remedy = "Allow ingress to the workload from the namespace of the ingress controller, on the target port.",
        WhenToWaive = "Controllers that run on the network of their node.",
        Frameworks = [new("nsa", "network-policies"), new("cis", "5.3.2"), new("owasp", "K05"), new("attack", "T1210")],
    };

    protected override void Check(NetworkAnalyzer network, RuleContext context)
    {
        foreach (Entrance entrance in network.Entrances.Where(entrance => entrance.IsThroughController && !entrance.Ports.IsEmpty && entrance.Possible.IsEmpty))
        {
            context.Report(
                entrance.Resource,
                entrance.Resource.Root["metadata"]["name"],
                $"{entrance.Resource} leads to {entrance.Workload.Name} on {entrance.Ports}, but policies stop a controller that they do not name");
        }
    }
}
