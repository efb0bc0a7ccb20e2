namespace KubeSec.Network;

/// <summary>
/// Adds a stand-in for every pair of selectors that a rule speaks of, and one for any pod at all, and asks the
/// engine about them. A stand-in gets what every pod it stands for gets.
/// </summary>
internal sealed class ExposureQuestion
{
    private readonly ReachabilityEngine engine;
    private readonly Dictionary<string, int> numbers = new(StringComparer.Ordinal);
    private readonly Dictionary<string, bool> known = new(StringComparer.Ordinal);

    // Workloads under the same policies share a row, and a row is of one direction.
    private readonly Dictionary<Row, IReadOnlyList<ExposedPeer>> exposed = new(ReferenceEqualityComparer.Instance);
    private readonly int anyPod;

    public ExposureQuestion(NetworkModel model)
    {
        Representative[] standIns =
        [
            .. model.Policies
                .SelectMany(policy => policy.Rules.SelectMany(rule => rule.Peers ?? []).Select(peer => StandIn(policy, peer)))
                .OfType<Representative>()
                .Append(Representative.AnyPod)
                .DistinctBy(standIn => standIn.Key)
                .OrderBy(standIn => standIn.Key, StringComparer.Ordinal),
        ];
        engine = new ReachabilityEngine(model, standIns);
        for (int i = 0; i < standIns.Length; i++)
        {
            numbers.Add(standIns[i].Key, engine.Index.Classes.Count + i);
        }

        anyPod = numbers[Representative.AnyPod.Key];
    }

    public ExposureReport Ask() => new(
        [.. engine.Written.SelectMany(workload => new[] { Exposure(workload, TrafficDirection.Egress), Exposure(workload, TrafficDirection.Ingress) })],
        [.. new EntranceReader(engine).Read().Select(ToOpening)],
        [.. ClusterService.WithoutSelector(engine.Model.Resources).Select(service => service.Resource.Identity)]);

    private static Opening ToOpening(Entrance entrance) => new(
        entrance.Kind,
        entrance.Resource.Identity,
        entrance.Workload.Name,
        entrance.Allowed,
        entrance.Ports.Except(entrance.Possible),
        entrance.Possible.Except(entrance.Allowed));

    private WorkloadExposure Exposure(NetworkWorkload workload, TrafficDirection direction)
    {
        Row row = engine.RowOf(engine.NumberOf(workload), direction);
        if (!exposed.TryGetValue(row, out IReadOnlyList<ExposedPeer>? peers))
        {
            exposed.Add(row, peers = Exposed(row, direction));
        }

        return new WorkloadExposure(workload.Name, direction, row.Policies.Count > 0, peers);
    }

    private List<ExposedPeer> Exposed(Row row, TrafficDirection direction)
    {
        var peers = new List<ExposedPeer>();
        foreach ((AddressRange range, int allowed, int possible) in engine.Outside(row).OrderBy(part => part.Range))
        {
            peers.Add(Peer(range.ToString(), allowed, possible));
        }

        (int Allowed, int Possible) everyone = row.At(anyPod);
        if (everyone.Possible != PortSetPool.None)
        {
            peers.Add(Peer("entire-cluster", everyone.Allowed, everyone.Possible, NamedPorts(row, anyPod, direction)));
        }

        peers.AddRange(row.Policies
            .SelectMany(policy => policy.RulesOf(direction).SelectMany(rule => rule.Peers ?? []).Select(peer => StandIn(policy, peer)))
            .OfType<Representative>()
            .DistinctBy(standIn => standIn.Key)
            .Where(standIn => !IsSomeoneKnown(standIn))
            .Select(standIn => (Name: Describe(standIn), Number: numbers[standIn.Key], Answer: row.At(numbers[standIn.Key])))
            .Where(standIn => standIn.Answer != everyone)
            .OrderBy(standIn => standIn.Name, StringComparer.Ordinal)
            .Select(standIn => Peer(standIn.Name, standIn.Answer.Allowed, standIn.Answer.Possible, NamedPorts(row, standIn.Number, direction))));
        return peers;
    }

    private ExposedPeer Peer(string name, int allowed, int possible, IReadOnlyList<string>? namedPorts = null) =>
        new(name, engine.Pool[allowed], engine.Pool[engine.Pool.Except(possible, allowed)]) { NamedPorts = namedPorts ?? [] };

    /// <summary>Ports that rules allow by a name which only a pod that is not in the input could resolve.</summary>
    private string[] NamedPorts(Row row, int peer, TrafficDirection direction) => direction == TrafficDirection.Ingress ? [] :
    [
        .. row.Policies
            .SelectMany(policy => policy.RulesOf(direction).Where(rule => rule is { Action: RuleAction.Allow, HasNamedPorts: true }).Select(rule => (policy, rule)))
            .Where(pair => engine.Rules.Peers(pair.policy, pair.rule).Possible.Contains(peer))
            .SelectMany(pair => pair.rule.Ports!.Where(port => port.Name is not null))
            .Select(port => port.Protocol is { } protocol ? $"{protocol.Name()} {port.Name}" : port.Name!)
            .Distinct(StringComparer.Ordinal)
            .Order(StringComparer.Ordinal),
    ];

    private static Representative? StandIn(Policy policy, RulePeer peer) => peer.Pods is { IsValid: true } pods && peer.Namespaces?.IsValid != false
        ? new Representative(peer.Namespaces ?? LabelQuery.OfName(policy.Namespace), pods)
        : null;

    /// <summary>Plain labels that a workload of the input and its namespace have speak of that workload, not of pods to come.</summary>
    private bool IsSomeoneKnown(Representative standIn)
    {
        if (!known.TryGetValue(standIn.Key, out bool isKnown))
        {
            isKnown = IsPlain(standIn.Namespaces) && IsPlain(standIn.Pods)
                && engine.Index.Select(standIn.Pods, standIn.Namespaces, "").And(engine.Index.Pods).Members()
                    .Any(number => engine.Index.Classes[number].Workloads.Any(workload => workload.Source is not null));
            known.Add(standIn.Key, isKnown);
        }

        return isKnown;
    }

    private static bool IsPlain(LabelQuery query) => query.Demands.Count > 0 && query.Demands.All(demand => demand.IsPlain);

    private static string Describe(Representative standIn)
    {
        string namespaces = standIn.Namespaces.IsEmpty ? "[all namespaces]" : NameOf(standIn.Namespaces) ?? $"[namespace with {standIn.Namespaces.Text}]";
        return $"{namespaces}/{(standIn.Pods.IsEmpty ? "[all pods]" : $"[pod with {standIn.Pods.Text}]")}";
    }

    private static string? NameOf(LabelQuery namespaces) =>
        namespaces.Demands is [{ Key: NamespaceLabels.NameLabel, Operator: LabelOperator.In, Values: [string name] }] ? name : null;
}
