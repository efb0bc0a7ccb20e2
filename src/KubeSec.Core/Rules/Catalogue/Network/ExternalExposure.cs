using KubeSec.Findings;
using KubeSec.Network;

namespace KubeSec.Rules.Catalogue.Network;

/// <summary>A Service or route leads in from outside, and no policy stops it.</summary>
internal sealed class ExternalExposure : NetworkRule
{
    public override RuleInfo Info { get; } = new()
    {
        Code = "KS3107",
        Name = "external-exposure",
        Title = "Workload can be reached from outside",
        Severity = Severity.Info,
        Category = RuleCategory.Network,
        Why = "An inventory: what can be reached from outside the cluster is where an attack begins.",
        Attack = "Probe the exposed program for defects.",
        Remedy = "Keep the list short, and give what is on it no token, no secrets it does not need and a network policy.",
        WhenToWaive = "Wherever the workload is meant to be public; the finding is information.",
        Frameworks = [new("owasp", "K06"), new("attack", "T1190")],
    };

    protected override void Check(NetworkAnalyzer network, RuleContext context)
    {
        foreach (Entrance entrance in network.Entrances.Where(entrance => !entrance.Possible.IsEmpty).DistinctBy(entrance => (entrance.Workload, entrance.Resource)))
        {
            string may = entrance.Allowed.IsEmpty ? "may lead" : "leads";
            Report(context, entrance.Workload, $"{entrance.Resource} {may} from outside to {entrance.Workload.Name} on {(entrance.Allowed.IsEmpty ? entrance.Possible : entrance.Allowed)}");
        }
    }
}
