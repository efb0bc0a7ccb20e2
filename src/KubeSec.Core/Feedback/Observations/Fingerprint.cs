using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;

namespace KubeSec.Feedback.Observations;

/// <summary>
/// fp1: what stays the same when the same thing happens again in another pod or release. Rule, workload, image repository,
/// executable and behaviour go in; pids, pod suffixes, times, tags, digests, ids and temporary names stay out.
/// A change of this algorithm is fp2, beside it.
/// </summary>
internal static partial class Fingerprint
{
    public const string Version = "fp1";

    /// <summary>The incident an observation belongs to; null where it makes none.</summary>
    public static string? IncidentId(Observation observation)
    {
        if (observation.Kind is not (ObservationKind.Alert or ObservationKind.Finding))
        {
            return null;
        }

        string text = string.Join('\u001f',
        [
            observation.Source,
            observation.Rule,
            observation.Namespace ?? "",
            WorkloadOf(observation) ?? observation.Sensor ?? "",
            observation.Container is null || observation.OnHost ? "" : observation.Container,
            observation.Image ?? "",
            Wildcard(observation.Executable ?? ""),
            Behaviour(observation.Target ?? ""),
        ]);
        byte[] hash = SHA256.HashData(Encoding.UTF8.GetBytes(text));
        return $"{Version}-{Convert.ToHexStringLower(hash.AsSpan(0, 8))}";
    }

    /// <summary>The workload the event names, or the one its pod's name tells.</summary>
    public static string? WorkloadOf(Observation observation) =>
        observation.Workload is { } workload ? StripTemplateHash(observation.WorkloadKind, workload)
        : observation.Pod is { } pod ? PodNames.Workload(pod)
        : null;

    private static string StripTemplateHash(string? kind, string workload) =>
        kind == "ReplicaSet" && workload.LastIndexOf('-') is var dash and > 0 ? workload[..dash] : workload;

    // 10.0.0.9:43812->10.96.0.1:443 keeps the class of the peer and its port.
    private static string Behaviour(string target)
    {
        Match connection = Connection().Match(target);
        return connection.Success ? $"net:{AddressClass.Of(connection.Groups["peer"].Value)}:{connection.Groups["port"].Value}" : Wildcard(target);
    }

    private static string Wildcard(string path) => path.Length == 0 ? path : Changing().Replace(path, "*");

    [GeneratedRegex(@"->(?<peer>[0-9a-fA-F.:]+):(?<port>[0-9]{1,5})$", RegexOptions.CultureInvariant)]
    private static partial Regex Connection();

    // Whole path segments or dotted parts that are numbers, hexadecimal ids, UUIDs or mktemp names.
    [GeneratedRegex(@"(?<=^|[/._-])(?:[0-9]+|[0-9a-f]{8,}(?:-[0-9a-f]{4,}){0,4}|tmp[.]?[A-Za-z0-9_]{6,}|[A-Za-z-]*[0-9]{6,})(?=$|[/._-])", RegexOptions.CultureInvariant)]
    private static partial Regex Changing();
}
