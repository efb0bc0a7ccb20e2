using KubeSec.Findings;
using KubeSec.Manifests;

namespace KubeSec.Network;

/// <summary>What a check may ask.</summary>
internal sealed record NetworkLintContext(NetworkModel Model, ReachabilityEngine Engine, IReadOnlyList<Entrance> Entrances)
{
    /// <summary>The workloads of the input with the class the engine knows them by.</summary>
    public IEnumerable<(NetworkWorkload Workload, int Number)> Workloads =>
        Engine.Written().Select(workload => (workload, Engine.NumberOf(workload)));
}

/// <summary>One kind of finding about who may talk to whom.</summary>
internal abstract class NetworkCheck
{
    /// <summary>Every check, in the order of the rules' codes.</summary>
    public static IReadOnlyList<NetworkCheck> All =>
    [
        new PriorityClash(), new UnresolvedPorts(), new OneDirection(), new MetadataReachable(), new DnsBlocked(), new DanglingPolicies(),
        new DanglingPeers(), new RedundantRules(), new ExposedWorkloads(), new PathsToSecrets(), new BlockedBackends(), new EveryAddress(),
    ];

    public abstract IEnumerable<Finding> Check(NetworkLintContext context);

    protected static Finding Report(RuleInfo rule, Resource resource, Field at, string message) => new()
    {
        Rule = rule,
        Severity = rule.Severity,
        Message = message,
        Span = at.Span,
        Path = at.Path,
        Resource = resource.Identity,
    };

    /// <summary>A finding about a workload, at its name.</summary>
    protected static Finding Report(RuleInfo rule, NetworkWorkload workload, string message)
    {
        Resource resource = workload.Source!.Resource;
        return Report(rule, resource, resource.Root["metadata"]["name"], message);
    }
}
