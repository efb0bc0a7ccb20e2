using KubeSec.Findings;

namespace KubeSec.Network;

/// <summary>KS3024: an Ingress or route whose controller, wherever it runs, is not let in.</summary>
internal sealed class BlockedBackends : NetworkCheck
{
    public override IEnumerable<Finding> Check(NetworkLintContext context) => context.Entrances
        .Where(entrance => entrance.IsThroughController && !entrance.Ports.IsEmpty && entrance.Possible.IsEmpty)
        .Select(entrance => Report(
            NetworkRules.BackendBlocked,
            entrance.Resource,
            entrance.Resource.Root["metadata"]["name"],
            $"{entrance.Resource} leads to {entrance.Workload.Name} on {entrance.Ports}, but policies stop a controller that they do not name"));
}
