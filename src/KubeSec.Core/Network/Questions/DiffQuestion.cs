namespace KubeSec.Network;

/// <summary>Compares two tables line by line, and ranges of addresses wherever either side changes its answer.</summary>
internal sealed class DiffQuestion(NetworkAnalyzer before, NetworkAnalyzer after)
{
    /// <summary>The answer of one side for one line.</summary>
    private readonly record struct Answer(PortSet Allowed, PortSet Unknown)
    {
        public static Answer Denied { get; } = new(PortSet.None, PortSet.None);
    }

    public ConnectivityDiff Ask()
    {
        var changes = new List<ConnectionChange>();
        HashSet<string> old = [.. before.Workloads];
        HashSet<string> now = [.. after.Workloads];

        // One source at a time: the tables of large clusters do not fit into memory beside each other.
        foreach (string source in old.Union(now).Order(StringComparer.Ordinal))
        {
            CompareLines(changes, old.Contains(source) ? Question(before).From(source) : [], now.Contains(source) ? Question(after).From(source) : []);
        }

        CompareLines(changes, Question(before).FromControllers(), Question(after).FromControllers());
        foreach (string workload in old.Union(now))
        {
            CompareOutside(changes, workload, TrafficDirection.Egress);
            CompareOutside(changes, workload, TrafficDirection.Ingress);
        }

        return new ConnectivityDiff(
            [.. changes.OrderBy(change => change.Source, StringComparer.Ordinal).ThenBy(change => change.Destination, StringComparer.Ordinal)],
            [.. now.Except(old).Order(StringComparer.Ordinal)],
            [.. old.Except(now).Order(StringComparer.Ordinal)]);
    }

    private static TableQuestion Question(NetworkAnalyzer side) => new(side.Engine, side.Entrances);

    private void CompareLines(List<ConnectionChange> changes, IEnumerable<TableLine> linesBefore, IEnumerable<TableLine> linesAfter)
    {
        Dictionary<(string, string), Answer> old = linesBefore.ToDictionary(line => (line.Source, line.Destination), line => ToAnswer(before, line.Allowed, line.Possible));
        Dictionary<(string, string), Answer> now = linesAfter.ToDictionary(line => (line.Source, line.Destination), line => ToAnswer(after, line.Allowed, line.Possible));
        foreach ((string, string) pair in old.Keys.Union(now.Keys))
        {
            Compare(changes, pair.Item1, pair.Item2, old.GetValueOrDefault(pair, Answer.Denied), now.GetValueOrDefault(pair, Answer.Denied));
        }
    }

    private static Answer ToAnswer(NetworkAnalyzer side, int allowed, int possible) =>
        new(side.Engine.Pool[allowed], side.Engine.Pool[side.Engine.Pool.Except(possible, allowed)]);

    private void CompareOutside(List<ConnectionChange> changes, string workload, TrafficDirection direction)
    {
        List<(AddressRange Range, Answer Answer)> old = Ranges(before, workload, direction);
        List<(AddressRange Range, Answer Answer)> now = Ranges(after, workload, direction);
        foreach ((AddressRange range, Answer was, Answer isNow) in Overlay(old, now))
        {
            (string source, string destination) = direction == TrafficDirection.Egress ? (workload, range.ToString()) : (range.ToString(), workload);
            Compare(changes, source, destination, was, isNow);
        }
    }

    private static List<(AddressRange Range, Answer Answer)> Ranges(NetworkAnalyzer side, string workload, TrafficDirection direction) =>
        !side.Engine.Has(workload) ? [] :
        [
            .. side.Engine.Outside(side.Engine.RowOf(side.Engine.NumberOf(workload), direction))
                .Select(part => (part.Range, ToAnswer(side, part.Allowed, part.Possible))),
        ];

    /// <summary>Both sides cut at every edge of either, then joined again where neighbours agree on both sides.</summary>
    private static List<(AddressRange Range, Answer Before, Answer After)> Overlay(
        List<(AddressRange Range, Answer Answer)> old, List<(AddressRange Range, Answer Answer)> now)
    {
        var joined = new List<(AddressRange Range, Answer Before, Answer After)>();
        foreach (AddressRange whole in new[] { AddressRange.EveryIPv4, AddressRange.EveryIPv6 })
        {
            UInt128[] starts =
            [
                .. old.Concat(now).Where(part => part.Range.Family == whole.Family)
                    .SelectMany(part => part.Range.Last < whole.Last ? new[] { part.Range.First, part.Range.Last + 1 } : [part.Range.First])
                    .Append(whole.First).Distinct().Order(),
            ];
            for (int i = 0; i < starts.Length; i++)
            {
                var cut = new AddressRange(whole.Family, starts[i], i + 1 < starts.Length ? starts[i + 1] - 1 : whole.Last);
                Answer was = At(old, cut);
                Answer isNow = At(now, cut);
                if (i > 0 && joined[^1].Before == was && joined[^1].After == isNow)
                {
                    joined[^1] = joined[^1] with { Range = joined[^1].Range with { Last = cut.Last } };
                }
                else
                {
                    joined.Add((cut, was, isNow));
                }
            }
        }

        return joined;
    }

    private static Answer At(List<(AddressRange Range, Answer Answer)> parts, AddressRange cut)
    {
        foreach ((AddressRange range, Answer answer) in parts)
        {
            if (range.Contains(cut))
            {
                return answer;
            }
        }

        return Answer.Denied;
    }

    private static void Compare(List<ConnectionChange> changes, string source, string destination, Answer was, Answer isNow)
    {
        if (was == isNow)
        {
            return;
        }

        ChangeKind kind = (was.Allowed.IsEmpty, isNow.Allowed.IsEmpty) switch
        {
            (true, false) => ChangeKind.Added,
            (false, true) => ChangeKind.Removed,
            _ => ChangeKind.Changed,
        };
        changes.Add(new ConnectionChange(kind, source, destination, was.Allowed, isNow.Allowed, was.Unknown, isNow.Unknown));
    }
}
