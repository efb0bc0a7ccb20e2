using System.Globalization;

namespace KubeSec.Network;

/// <summary>Boxes in their namespaces, and arrows with ports.</summary>
internal static class SvgBoxes
{
    private const double BoxWidth = 220;
    private const double BoxHeight = 34;
    private const double Gap = 46;
    private const double ColumnGap = 190;
    private const double Margin = 30;

    private sealed record Box(GraphNode Node, double X, double Y);

    public static string Draw(NetworkGraph graph)
    {
        var canvas = new SvgCanvas();
        Dictionary<string, Box> boxes = Place(graph, out double width, out double height);
        foreach (IGrouping<string, Box> group in boxes.Values.Where(box => box.Node.Group.Length > 0).GroupBy(box => box.Node.Group, StringComparer.Ordinal))
        {
            double top = group.Min(box => box.Y) - 30;
            canvas.Rect(group.Min(box => box.X) - 14, top, BoxWidth + 28, group.Max(box => box.Y) + BoxHeight + 14 - top, "rx=\"8\" fill=\"#f6f8fa\" stroke=\"#d0d7de\"");
            canvas.Text(group.Min(box => box.X) - 4, top + 18, group.Key, "font-weight=\"600\" fill=\"#57606a\"");
        }

        int number = 0;
        foreach (GraphEdge edge in Joined(graph.Edges))
        {
            Arrow(canvas, boxes[edge.From], boxes[edge.To], edge, number++);
        }

        foreach (Box box in boxes.Values)
        {
            string stroke = box.Node.Kind == NodeKind.Workload ? "#0969da" : "#cf222e";
            canvas.Rect(box.X, box.Y, BoxWidth, BoxHeight, $"rx=\"6\" fill=\"#ffffff\" stroke=\"{stroke}\"");
            canvas.Text(box.X + (BoxWidth / 2), box.Y + 21, Shorten(box.Node.Label, 34), "text-anchor=\"middle\" fill=\"#1f2328\"");
        }

        return canvas.Finish(width, height, "Who may reach whom");
    }

    /// <summary>Namespaces side by side, the outside in a first column of its own.</summary>
    private static Dictionary<string, Box> Place(NetworkGraph graph, out double width, out double height)
    {
        var boxes = new Dictionary<string, Box>(StringComparer.Ordinal);
        double x = Margin;
        height = 0;
        foreach (IGrouping<string, GraphNode> group in graph.Nodes.GroupBy(node => node.Group, StringComparer.Ordinal).OrderBy(group => group.Key, StringComparer.Ordinal))
        {
            double y = Margin + 34;
            foreach (GraphNode node in group)
            {
                boxes.Add(node.Id, new Box(node, x, y));
                y += BoxHeight + Gap;
            }

            height = Math.Max(height, y);
            x += BoxWidth + ColumnGap;
        }

        width = x - ColumnGap + 150;
        return boxes;
    }

    /// <summary>Two arrows between the same boxes with the same ports become one with two heads.</summary>
    private static IEnumerable<GraphEdge> Joined(IReadOnlyList<GraphEdge> edges)
    {
        var present = edges.ToHashSet();
        return edges.Where(edge => string.CompareOrdinal(edge.From, edge.To) <= 0 || !present.Contains(edge with { From = edge.To, To = edge.From }))
            .Select(edge => present.Contains(edge with { From = edge.To, To = edge.From }) ? edge with { Label = "↔ " + edge.Label } : edge);
    }

    private static void Arrow(SvgCanvas canvas, Box from, Box to, GraphEdge edge, int number)
    {
        bool sameColumn = Math.Abs(from.X - to.X) < 1;
        bool rightward = to.X > from.X;
        double spread = ((number % 5) - 2) * 5;
        double x1 = from.X + (sameColumn || rightward ? BoxWidth : 0);
        double x2 = to.X + (sameColumn || !rightward ? BoxWidth : 0);
        double y1 = from.Y + (BoxHeight / 2) + spread;
        double y2 = to.Y + (BoxHeight / 2) + spread;
        double bend = sameColumn ? 40 + (Math.Abs(y2 - y1) / 5) : (x2 - x1) / 2;
        string color = DotFormat.Color(edge.Kind);
        string path = string.Create(CultureInfo.InvariantCulture, $"M{x1:0.#} {y1:0.#} C{x1 + bend:0.#} {y1:0.#} {(sameColumn ? x2 + bend : x2 - bend):0.#} {y2:0.#} {x2:0.#} {y2:0.#}");
        canvas.Path(path, $"stroke=\"{color}\" stroke-width=\"1.4\"{(edge.Kind == EdgeKind.Unknown ? " stroke-dasharray=\"5 4\"" : "")}", $"{edge.From} to {edge.To}: {edge.Label}");
        Head(canvas, x2, y2, sameColumn || !rightward ? 1 : -1, color);
        if (edge.Label.StartsWith('↔'))
        {
            Head(canvas, x1, y1, sameColumn || rightward ? 1 : -1, color);
        }

        // A label stands a third along its own arrow, where the arrows of one box have parted.
        double along = 0.3 + ((number % 3) * 0.14);
        double labelX = sameColumn ? x1 + (bend * 0.72) : x1 + ((x2 - x1) * along);
        double ease = along * along * (3 - (2 * along));
        double labelY = sameColumn ? (y1 + y2) / 2 : y1 + ((y2 - y1) * ease) - 4;
        canvas.Text(labelX, labelY, Shorten(edge.Label, 26), $"text-anchor=\"{(sameColumn ? "start" : "middle")}\" font-size=\"11\" fill=\"{color}\" stroke=\"#ffffff\" stroke-width=\"3\" paint-order=\"stroke\"");
    }

    private static void Head(SvgCanvas canvas, double x, double y, int side, string color) =>
        canvas.Path(string.Create(CultureInfo.InvariantCulture, $"M{x + (side * 8):0.#} {y - 4:0.#} L{x:0.#} {y:0.#} L{x + (side * 8):0.#} {y + 4:0.#}"), $"stroke=\"{color}\" stroke-width=\"1.4\"", "");

    private static string Shorten(string text, int length) => text.Length <= length ? text : text[..(length - 1)] + "…";
}
