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

    /// <summary>Where an arrow runs; arrows of one box leave it side by side.</summary>
    private sealed record Arrow(Box From, Box To, GraphEdge Edge, int Number)
    {
        public bool SameColumn => Math.Abs(From.X - To.X) < 1;

        public bool Rightward => To.X > From.X;

        public double X1 => From.X + (SameColumn || Rightward ? BoxWidth : 0);

        public double X2 => To.X + (SameColumn || !Rightward ? BoxWidth : 0);

        public double Y1 => From.Y + (BoxHeight / 2) + Spread;

        public double Y2 => To.Y + (BoxHeight / 2) + Spread;

        public double Bend => SameColumn ? 40 + (Math.Abs(Y2 - Y1) / 5) : (X2 - X1) / 2;

        private double Spread => ((Number % 5) - 2) * 5;
    }

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

        Arrow[] arrows = [.. Joined(graph.Edges).Select((edge, number) => new Arrow(boxes[edge.From], boxes[edge.To], edge, number))];
        foreach (Arrow arrow in arrows)
        {
            Draw(canvas, arrow);
        }

        foreach (Box box in boxes.Values)
        {
            string stroke = box.Node.Kind == NodeKind.Workload ? "#0969da" : "#cf222e";
            canvas.Rect(box.X, box.Y, BoxWidth, BoxHeight, $"rx=\"6\" fill=\"#ffffff\" stroke=\"{stroke}\"");
            canvas.Text(box.X + (BoxWidth / 2), box.Y + 21, Shorten(box.Node.Label, 34), "text-anchor=\"middle\" fill=\"#1f2328\"");
        }

        foreach (Arrow arrow in arrows)
        {
            Label(canvas, arrow);
        }

        return canvas.Finish(width, height, "Who may reach whom");
    }

    /// <summary>Namespaces side by side, the outside in a first column of its own.</summary>
    private static Dictionary<string, Box> Place(NetworkGraph graph, out double width, out double height)
    {
        var boxes = new Dictionary<string, Box>(StringComparer.Ordinal);
        double x = Margin;
        int column = 0;
        height = 0;
        foreach (IGrouping<string, GraphNode> group in graph.Nodes.GroupBy(node => node.Group, StringComparer.Ordinal).OrderBy(group => group.Key, StringComparer.Ordinal))
        {
            // Every other column stands half a step lower, so that arrows past it run between its boxes.
            double y = Margin + 34 + (column++ % 2 * (BoxHeight + Gap) / 2);
            foreach (GraphNode node in group)
            {
                boxes.Add(node.Id, new Box(node, x, y));
                y += BoxHeight + Gap;
            }

            height = Math.Max(height, y);
            x += BoxWidth + ColumnGap;
        }

        width = x - ColumnGap + 290;
        return boxes;
    }

    /// <summary>Two arrows between the same boxes with the same ports become one with two heads.</summary>
    private static IEnumerable<GraphEdge> Joined(IReadOnlyList<GraphEdge> edges)
    {
        var present = edges.ToHashSet();
        return edges.Where(edge => string.CompareOrdinal(edge.From, edge.To) <= 0 || !present.Contains(edge with { From = edge.To, To = edge.From }))
            .Select(edge => present.Contains(edge with { From = edge.To, To = edge.From }) ? edge with { Label = "↔ " + edge.Label } : edge);
    }

    private static void Draw(SvgCanvas canvas, Arrow arrow)
    {
        string color = DotFormat.Color(arrow.Edge.Kind);
        double farBend = arrow.SameColumn ? arrow.X2 + arrow.Bend : arrow.X2 - arrow.Bend;
        string path = string.Create(CultureInfo.InvariantCulture, $"M{arrow.X1:0.#} {arrow.Y1:0.#} C{arrow.X1 + arrow.Bend:0.#} {arrow.Y1:0.#} {farBend:0.#} {arrow.Y2:0.#} {arrow.X2:0.#} {arrow.Y2:0.#}");
        canvas.Path(path, $"stroke=\"{color}\" stroke-width=\"1.4\"{(arrow.Edge.Kind == EdgeKind.Unknown ? " stroke-dasharray=\"5 4\"" : "")}", $"{arrow.Edge.From} to {arrow.Edge.To}: {arrow.Edge.Label}");
        Head(canvas, arrow.X2, arrow.Y2, arrow.SameColumn || !arrow.Rightward ? 1 : -1, color);
        if (arrow.Edge.Label.StartsWith('↔'))
        {
            Head(canvas, arrow.X1, arrow.Y1, arrow.SameColumn || arrow.Rightward ? 1 : -1, color);
        }
    }

    /// <summary>A label stands on its own arrow, in the gap beside the box it leaves: further on there may be other boxes.</summary>
    private static void Label(SvgCanvas canvas, Arrow arrow)
    {
        double along = (0.28 + ((arrow.Number % 3) * 0.2)) * ColumnGap / Math.Max(ColumnGap, Math.Abs(arrow.X2 - arrow.X1));
        double ease = along * along * (3 - (2 * along));
        double x = arrow.SameColumn ? arrow.X1 + (arrow.Bend * 0.72) : arrow.X1 + ((arrow.X2 - arrow.X1) * along);
        double y = arrow.SameColumn ? (arrow.Y1 + arrow.Y2) / 2 : arrow.Y1 + ((arrow.Y2 - arrow.Y1) * ease) - 4;
        string anchor = arrow.SameColumn ? "start" : "middle";
        canvas.Text(x, y, Shorten(arrow.Edge.Label, 26), $"text-anchor=\"{anchor}\" font-size=\"11\" fill=\"{DotFormat.Color(arrow.Edge.Kind)}\" stroke=\"#ffffff\" stroke-width=\"3\" paint-order=\"stroke\"");
    }

    private static void Head(SvgCanvas canvas, double x, double y, int side, string color) =>
        canvas.Path(string.Create(CultureInfo.InvariantCulture, $"M{x + (side * 8):0.#} {y - 4:0.#} L{x:0.#} {y:0.#} L{x + (side * 8):0.#} {y + 4:0.#}"), $"stroke=\"{color}\" stroke-width=\"1.4\"", "");

    private static string Shorten(string text, int length) => text.Length <= length ? text : text[..(length - 1)] + "…";
}
