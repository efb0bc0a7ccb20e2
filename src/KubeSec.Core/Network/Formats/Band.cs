namespace KubeSec.Network;

/// <summary>Peers of one namespace that reach and are reached alike: three hundred workloads of one kind take one line.</summary>
internal sealed record Band(IReadOnlyList<GraphNode> Members)
{
    public GraphNode First => Members[0];

    /// <summary>Its name with the namespace before it.</summary>
    public string Label => Counted(First.Group.Length > 0 ? $"{First.Group}/{First.Label}" : First.Label);

    /// <summary>Its name where the namespace is told already.</summary>
    public string OwnLabel => Counted(First.Label);

    public static IReadOnlyList<Band> Of(NetworkGraph graph)
    {
        ILookup<string, GraphEdge> leaving = graph.Edges.ToLookup(edge => edge.From, StringComparer.Ordinal);
        ILookup<string, GraphEdge> entering = graph.Edges.ToLookup(edge => edge.To, StringComparer.Ordinal);
        var bands = new List<Band>();
        foreach (IGrouping<string, GraphNode> group in graph.Nodes.GroupBy(node => node.Group, StringComparer.Ordinal))
        {
            var own = new List<List<GraphNode>>();
            foreach (GraphNode node in group)
            {
                List<GraphNode>? alike = own.FirstOrDefault(members => Alike(members[0], node, leaving, entering));
                if (alike is null)
                {
                    own.Add([node]);
                }
                else
                {
                    alike.Add(node);
                }
            }

            bands.AddRange(own.Select(members => new Band(members)));
        }

        return bands;
    }

    private string Counted(string name)
    {
        string shortened = SvgCanvas.Shorten(name, 40);
        return Members.Count == 1 ? shortened : $"{shortened} +{Members.Count - 1}";
    }

    /// <summary>Whether two peers differ only in which of the two they are.</summary>
    private static bool Alike(GraphNode one, GraphNode other, ILookup<string, GraphEdge> leaving, ILookup<string, GraphEdge> entering)
    {
        return Same(leaving, edge => edge.To) && Same(entering, edge => edge.From);

        bool Same(ILookup<string, GraphEdge> edges, Func<GraphEdge, string> far) =>
            edges[one.Id].Count() == edges[other.Id].Count()
            && edges[one.Id].Select(edge => (Swap(far(edge)), edge.Label, edge.Kind)).ToHashSet()
                .SetEquals(edges[other.Id].Select(edge => (far(edge), edge.Label, edge.Kind)));

        string Swap(string id) => id == other.Id ? one.Id : id;
    }
}
