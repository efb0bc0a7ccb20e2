using KubeSec.Findings;
using KubeSec.Manifests;

namespace KubeSec.Network;

/// <summary>KS3023: the shortest way from each exposed workload to one that holds secrets.</summary>
internal sealed class PathsToSecrets : NetworkCheck
{
    public override IEnumerable<Finding> Check(NetworkLintContext context)
    {
        Dictionary<string, NetworkWorkload> holders = context.Engine.Written().Where(HoldsSecrets).ToDictionary(workload => workload.Name, StringComparer.Ordinal);
        if (holders.Count == 0)
        {
            yield break;
        }

        foreach (NetworkWorkload exposed in context.Entrances.Where(entrance => !entrance.Allowed.IsEmpty).Select(entrance => entrance.Workload).Distinct())
        {
            ReachReport reach = new ReachQuestion(context.Engine).Ask(new PeerReference(exposed.Name, context.Engine.NumberOf(exposed), exposed.IsHostNetwork));
            if (reach.Reached.FirstOrDefault(step => holders.ContainsKey(step.Name)) is { } found)
            {
                yield return Report(NetworkRules.PathToSecrets, holders[found.Name], $"{exposed.Name} is open to the outside and reaches {found.Name}, which holds secrets: {Path(reach, found)}");
            }
        }
    }

    private static bool HoldsSecrets(NetworkWorkload workload)
    {
        Workload source = workload.Source!;
        return source.Pod["volumes"].Items.Any(volume => volume["secret"].Exists || volume["projected"]["sources"].Items.Any(part => part["secret"].Exists))
            || source.Containers.Any(container =>
                container.Field["env"].Items.Any(variable => variable["valueFrom"]["secretKeyRef"].Exists)
                || container.Field["envFrom"].Items.Any(from => from["secretRef"].Exists));
    }

    private static string Path(ReachReport reach, ReachStep last)
    {
        var path = new List<string> { $"{last.Name} ({last.Ports})" };
        for (ReachStep? step = last; step is not null; step = reach.Reached.FirstOrDefault(earlier => earlier.Name == step.Via))
        {
            path.Insert(0, step.Via);
        }

        return string.Join(" → ", path);
    }
}
