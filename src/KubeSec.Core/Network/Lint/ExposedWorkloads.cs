using KubeSec.Findings;

namespace KubeSec.Network;

/// <summary>KS3022: a Service or route leads in from outside, and no policy stops it.</summary>
internal sealed class ExposedWorkloads : NetworkCheck
{
    public override IEnumerable<Finding> Check(NetworkLintContext context) => context.Entrances
        .Where(entrance => !entrance.Allowed.IsEmpty)
        .DistinctBy(entrance => (entrance.Workload, entrance.Resource))
        .Select(entrance => Report(NetworkRules.ExposedToInternet, entrance.Workload, $"{entrance.Resource} leads from outside to {entrance.Workload.Name} on {entrance.Allowed}"));
}
