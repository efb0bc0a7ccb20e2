using System.Globalization;

namespace KubeSec.Network;

/// <summary>Turns each kind of answer into tables of words.</summary>
internal static class Sheets
{
    public static IReadOnlyList<Sheet> Of(ConnectivityTable table) =>
    [
        Sheet.OfPairs("", "ports", table.Connections.Select(line => (string[])[line.Source, line.Destination, line.Ports.ToString()])),
        Sheet.OfPairs("Unknown", "ports and reason", table.Unknown.Select(line => (string[])[line.Source, line.Destination, $"{line.Ports} ({Sheet.Words(line.Reason)})"])),
        Note(table is { Connections.Count: 0, Unknown.Count: 0, Workloads.Count: > 0 }, "No connection is allowed, and none is unknown"),
        new("Left out", ["lines"], [], table.Omitted == 0 ? [] : [[string.Create(CultureInfo.InvariantCulture, $"{table.Omitted} more lines; raise the limit, or ask about one workload")]]),
    ];

    public static IReadOnlyList<Sheet> Of(ReachReport reach) =>
    [
        Steps($"Reached from {reach.From}", reach.Reached),
        Steps("Outside the cluster", reach.Outside),
        Steps("Reached only if an unknown answer turns out as allowed", reach.Possible),
    ];

    public static IReadOnlyList<Sheet> Of(Explanation answer) =>
    [
        new($"{answer.Source} => {answer.Destination} : {answer.Protocol.Name()} {answer.Port.ToString(CultureInfo.InvariantCulture)} is {answer.Verdict.ToString().ToUpperInvariant()}",
            ["direction", "answer", "layer", "because", "place"],
            [": ", " (", "): ", ", "],
            [.. answer.Decisions.SelectMany(Decision)]),
        new("What would change it", ["change"], [], [.. answer.Changes.Select(change => (string[])[change])]),
    ];

    public static IReadOnlyList<Sheet> Of(ExposureReport report) =>
    [
        Exposed("Egress exposure", report, TrafficDirection.Egress, " => "),
        Exposed("Ingress exposure", report, TrafficDirection.Ingress, " <= "),
        new("Openings", ["resource", "workload", "allowed", "blocked", "unknown"], [" => ", " : ", ", blocked ", ", unknown "],
            [.. report.Openings.Select(opening => (string[])[NameOf(opening), opening.Workload, Ports(opening.Allowed), Ports(opening.Blocked), Ports(opening.Unknown)])]),
        new("Services without a selector: where they lead is unknown", ["resource"], [], [.. report.Undecided.Select(resource => (string[])[resource.ToString()])]),
        new("Workloads not protected by network policies", ["workload", "direction"], [" is not protected on "],
            [.. report.Workloads.Where(workload => !workload.IsProtected).Select(workload => (string[])[workload.Workload, workload.Direction.ToString()])]),
    ];

    public static IReadOnlyList<Sheet> Of(ConnectivityDiff diff) =>
    [
        new("Connectivity diff", ["change", "source", "destination", "before", "after"], [": ", " => ", ", before: ", ", after: "],
            [.. diff.Changes.Select(change => (string[])[change.Kind.ToString().ToLowerInvariant(), change.Source, change.Destination, Side(change.Before, change.UnknownBefore), Side(change.After, change.UnknownAfter)])]),
        Note(diff is { Changes.Count: 0 }, "No connection changes"),
        new("Workloads added", ["workload"], [], [.. diff.AddedWorkloads.Select(name => (string[])[name])]),
        new("Workloads removed", ["workload"], [], [.. diff.RemovedWorkloads.Select(name => (string[])[name])]),
    ];

    /// <summary>An answer without lines says so, lest it be taken for one that was cut off.</summary>
    private static Sheet Note(bool applies, string note) => new("", ["answer"], [], applies ? [[note]] : []);

    private static Sheet Steps(string title, IReadOnlyList<ReachStep> steps) => new(title, ["steps", "reached", "via", "ports"], [". ", " from ", " : "],
        [.. steps.Select(step => (string[])[step.Steps.ToString(CultureInfo.InvariantCulture), step.Name, step.Via, step.Ports.ToString()])]);

    private static IEnumerable<string[]> Decision(DirectionDecision decision)
    {
        string layer = decision.Layer is { } known ? $"{known} layer" : "no policy";
        foreach (string place in decision.By.Count == 0 ? ["no rule"] : decision.By.Select(rule => rule.Span.ToString()))
        {
            yield return [decision.Direction.ToString(), decision.Verdict.ToString().ToLowerInvariant(), layer, decision.Because, place];
        }
    }

    private static Sheet Exposed(string title, ExposureReport report, TrafficDirection direction, string arrow) => new(title, ["workload", "peer", "ports"], [arrow, " : "],
        [.. report.Workloads.Where(workload => workload.Direction == direction).SelectMany(workload => workload.Peers.Select(peer => (string[])[workload.Workload, peer.Name, Side(peer)]))]);

    /// <summary>Ports by number, then by names that a pod to come resolves: <c>TCP 80,TCP http,metrics</c>.</summary>
    private static string Side(ExposedPeer peer) => peer.NamedPorts.Count == 0
        ? Side(peer.Ports, peer.Unknown)
        : string.Join(',', (peer.Ports.IsEmpty ? [] : new[] { peer.Ports.ToString() }).Concat(ByProtocol(peer.NamedPorts)));

    private static IEnumerable<string> ByProtocol(IReadOnlyList<string> names) => names
        .Select(name => name.Split(' '))
        .GroupBy(parts => parts.Length > 1 ? parts[0] + " " : "", StringComparer.Ordinal)
        .Select(group => group.Key + string.Join(',', group.Select(parts => parts[^1])));

    private static string Side(PortSet allowed, PortSet unknown) => unknown.IsEmpty ? allowed.ToString() : $"{allowed} (unknown: {unknown})";

    /// <summary>A kind that is the resource's own is not said twice.</summary>
    private static string NameOf(Opening opening)
    {
        string resource = opening.Resource.ToString();
        return resource.StartsWith($"{opening.Kind} ", StringComparison.Ordinal) ? resource : $"{opening.Kind} {resource}";
    }

    private static string Ports(PortSet ports) => ports.IsEmpty ? "-" : ports.ToString();
}
