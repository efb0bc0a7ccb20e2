using System.Text;

namespace KubeSec.Network;

/// <summary>A Graphviz graph, one cluster a namespace.</summary>
internal static class DotFormat
{
    public static string Write(NetworkGraph graph)
    {
        var text = new StringBuilder("digraph {\n");
        foreach (IGrouping<string, GraphNode> group in graph.Nodes.GroupBy(node => node.Group, StringComparer.Ordinal).OrderBy(group => group.Key, StringComparer.Ordinal))
        {
            string indent = group.Key.Length > 0 ? "\t\t" : "\t";
            if (group.Key.Length > 0)
            {
                text.Append("\tsubgraph ").Append(Quote("cluster_" + group.Key)).Append(" {\n\t\tlabel=").Append(Quote(group.Key)).Append('\n');
            }

            foreach (GraphNode node in group)
            {
                text.Append(indent).Append(Quote(node.Id)).Append(" [label=").Append(Quote(node.Label)).Append(" color=").Append(Quote(Color(node.Kind))).Append("]\n");
            }

            text.Append(group.Key.Length > 0 ? "\t}\n" : "");
        }

        foreach (GraphEdge edge in graph.Edges)
        {
            text.Append('\t').Append(Quote(edge.From)).Append(" -> ").Append(Quote(edge.To))
                .Append(" [label=").Append(Quote(edge.Label)).Append(" color=").Append(Quote(Color(edge.Kind)))
                .Append(edge.Kind == EdgeKind.Unknown ? " style=\"dashed\"" : "").Append("]\n");
        }

        return text.Append("}\n").ToString();
    }

    public static string Color(EdgeKind kind) => kind switch
    {
        EdgeKind.Added => "#1a7f37",
        EdgeKind.Removed => "#cf222e",
        EdgeKind.Changed => "#8250df",
        EdgeKind.Unknown => "#9a6700",
        _ => "#0969da",
    };

    private static string Color(NodeKind kind) => kind switch
    {
        NodeKind.Outside => "#cf222e",
        NodeKind.Controller => "#8250df",
        _ => "#0969da",
    };

    private static string Quote(string text) => $"\"{text.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal)}\"";
}
