using System.Text.RegularExpressions;

namespace KubeSec.Feedback.Observations;

/// <summary>
/// Recovers the workload's name from a pod's, for sensors that name only the pod. Controllers append a template hash and
/// five characters of a reduced alphabet (k8s.io/apimachinery util/rand, "bcdfghjklmnpqrstvwxz2456789"), a minute count
/// (CronJob) or an ordinal (StatefulSet).
/// </summary>
internal static partial class PodNames
{
    public static string Workload(string pod)
    {
        foreach (Regex shape in (ReadOnlySpan<Regex>)[OfDeployment(), OfCronJob(), OfSet(), OfStatefulSet()])
        {
            if (shape.Match(pod) is { Success: true } match)
            {
                return match.Groups["name"].Value;
            }
        }

        return pod;
    }

    // Template hashes of older clusters are plain decimal or hexadecimal numbers.
    [GeneratedRegex(@"^(?<name>.+)-(?:[bcdfghjklmnpqrstvwxz2456789]{5,10}|[0-9a-f]{8,10}|[0-9]{7,10})-[a-z0-9]{5}$", RegexOptions.CultureInvariant)]
    private static partial Regex OfDeployment();

    [GeneratedRegex(@"^(?<name>.+)-[0-9]{7,10}-[a-z0-9]{5}$", RegexOptions.CultureInvariant)]
    private static partial Regex OfCronJob();

    [GeneratedRegex(@"^(?<name>.+)-[bcdfghjklmnpqrstvwxz2456789]{5}$", RegexOptions.CultureInvariant)]
    private static partial Regex OfSet();

    [GeneratedRegex(@"^(?<name>.+)-[0-9]{1,4}$", RegexOptions.CultureInvariant)]
    private static partial Regex OfStatefulSet();
}
