namespace KubeSec.Network;

/// <summary>
/// Puts peers into columns so that connections run from left to right: a peer stands right of all that reach it, but
/// for those in a circle. Connections that pass a column get a lane in it, so that no arrow runs behind a box.
/// </summary>
internal sealed class LayeredPlaces
{
    private const int Sweeps = 8;

    private readonly Dictionary<string, int> rankOf = new(StringComparer.Ordinal);
    private readonly List<List<Slot>> columns = [];

    public LayeredPlaces(NetworkGraph graph)
    {
        Rank(graph);
        columns.AddRange(Enumerable.Range(0, rankOf.Values.Max() + 1).Select(_ => new List<Slot>()));
        foreach (GraphNode node in graph.Nodes)
        {
            columns[rankOf[node.Id]].Add(new Slot(node, null));
        }

        Dictionary<string, Slot> boxes = columns.SelectMany(column => column).ToDictionary(slot => slot.Node!.Id, StringComparer.Ordinal);
        Routes = [.. graph.Edges.Select(edge => new Route(edge, Lanes(edge, boxes)))];
        foreach (Route route in Routes)
        {
            for (int i = 0; i + 1 < route.Slots.Count; i++)
            {
                route.Slots[i].Beside.Add(route.Slots[i + 1]);
                route.Slots[i + 1].Beside.Add(route.Slots[i]);
            }
        }

        Order();
    }

    /// <summary>A box, or a lane for a connection that passes.</summary>
    public sealed class Slot(GraphNode? node, GraphEdge? passing)
    {
        public GraphNode? Node { get; } = node;

        public GraphEdge? Passing { get; } = passing;

        /// <summary>Its place in its column, from the top.</summary>
        public int Place { get; set; }

        /// <summary>The slots in other columns that it is connected to.</summary>
        public List<Slot> Beside { get; } = [];

        public string Key => Node is null ? $"~{Passing!.From}~{Passing.To}" : $"{Node.Group}/{Node.Id}";
    }

    /// <summary>A connection and the slots it runs through, first and last its boxes.</summary>
    public sealed record Route(GraphEdge Edge, IReadOnlyList<Slot> Slots);

    public IReadOnlyList<IReadOnlyList<Slot>> Columns => columns;

    public IReadOnlyList<Route> Routes { get; }

    private List<Slot> Lanes(GraphEdge edge, Dictionary<string, Slot> boxes)
    {
        int step = Math.Sign(rankOf[edge.To] - rankOf[edge.From]);
        var slots = new List<Slot> { boxes[edge.From] };
        for (int column = rankOf[edge.From] + step; column != rankOf[edge.To]; column += step)
        {
            var lane = new Slot(null, edge);
            columns[column].Add(lane);
            slots.Add(lane);
        }

        slots.Add(boxes[edge.To]);
        return slots;
    }

    /// <summary>The longest way to each peer; connections that lead back into a way one is on are not counted.</summary>
    private void Rank(NetworkGraph graph)
    {
        ILookup<string, string> next = graph.Edges.ToLookup(edge => edge.From, edge => edge.To, StringComparer.Ordinal);
        HashSet<string> reached = [.. graph.Edges.Select(edge => edge.To)];
        var finished = new List<string>();
        var seen = new HashSet<string>(StringComparer.Ordinal);
        var onWay = new HashSet<string>(StringComparer.Ordinal);
        var back = new HashSet<(string, string)>();
        foreach (GraphNode node in graph.Nodes.OrderBy(node => reached.Contains(node.Id)).ThenBy(node => node.Kind == NodeKind.Workload))
        {
            Visit(node.Id);
        }

        finished.Reverse();
        foreach (string id in finished)
        {
            int rank = rankOf.TryGetValue(id, out int known) ? known : rankOf[id] = 0;
            foreach (string to in next[id].Where(to => !back.Contains((id, to))))
            {
                rankOf[to] = Math.Max(rankOf.GetValueOrDefault(to), rank + 1);
            }
        }

        // The picture is of two dozen peers: the depth of this recursion is theirs.
        void Visit(string id)
        {
            if (!seen.Add(id))
            {
                return;
            }

            onWay.Add(id);
            foreach (string to in next[id])
            {
                if (onWay.Contains(to))
                {
                    back.Add((id, to));
                }
                else
                {
                    Visit(to);
                }
            }

            onWay.Remove(id);
            finished.Add(id);
        }
    }

    /// <summary>Moves each slot towards the middle of those it is connected to, column by column, forth and back.</summary>
    private void Order()
    {
        foreach (List<Slot> column in columns)
        {
            Sort(column, slot => 0);
        }

        for (int sweep = 0; sweep < Sweeps; sweep++)
        {
            foreach (List<Slot> column in sweep % 2 == 0 ? columns : Enumerable.Reverse(columns))
            {
                Sort(column, slot => slot.Beside.Count == 0 ? slot.Place : slot.Beside.Average(other => other.Place));
            }
        }
    }

    private static void Sort(List<Slot> column, Func<Slot, double> by)
    {
        Slot[] sorted = [.. column.OrderBy(by).ThenBy(slot => slot.Key, StringComparer.Ordinal)];
        column.Clear();
        column.AddRange(sorted);
        for (int i = 0; i < sorted.Length; i++)
        {
            sorted[i].Place = i;
        }
    }
}
