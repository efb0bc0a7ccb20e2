using System.Globalization;

namespace KubeSec.Network;

/// <summary>
/// Hundreds of workloads: how many connections there are from namespace to namespace, and below it a line for each
/// workload with what it reaches and what reaches it, so that one scrolls in one direction alone.
/// </summary>
internal static class SvgNamespaces
{
    private const double Margin = 24;
    private const double NameWidth = 300;
    private const double Cell = 30;
    private const double LineHeight = 18;
    private const double ReachesAt = Margin + NameWidth + 12;
    private const double ReachedByAt = ReachesAt + 640;
    private const double Width = ReachedByAt + 560;

    public static string Draw(NetworkGraph graph, IReadOnlyList<Band> bands)
    {
        var canvas = new SvgCanvas();
        canvas.Text(Margin, Margin, "Connections from namespace (row) to namespace (column). Solid: every port of every pair; light: some; amber: unknown. Below: each workload; equal ones share a line (+ how many more).", "fill=\"#57606a\"");
        double y = Overview(canvas, graph);
        canvas.Text(ReachesAt, y, "reaches", "font-weight=\"600\" fill=\"#57606a\"");
        canvas.Text(ReachedByAt, y, "is reached by", "font-weight=\"600\" fill=\"#57606a\"");
        ILookup<string, GraphEdge> leaving = graph.Edges.ToLookup(edge => edge.From, StringComparer.Ordinal);
        ILookup<string, GraphEdge> entering = graph.Edges.ToLookup(edge => edge.To, StringComparer.Ordinal);
        var names = new PeerNames(graph);
        foreach (IGrouping<string, Band> space in bands.GroupBy(band => band.First.Group, StringComparer.Ordinal))
        {
            y += LineHeight * 1.5;
            canvas.Line(Margin, y - 13, Width - Margin, y - 13, "#8c959f");
            canvas.Text(Margin, y, space.Key.Length > 0 ? space.Key : "outside", "font-weight=\"600\" fill=\"#1f2328\"");
            foreach (Band band in space)
            {
                y += LineHeight;
                string more = band.Members.Count > 1 ? string.Create(CultureInfo.InvariantCulture, $" +{band.Members.Count - 1}") : "";
                canvas.Text(Margin + 12, y, SvgCanvas.Shorten(band.First.Label, 40) + more, "fill=\"#1f2328\"");
                Peers(canvas, ReachesAt, y, names.Of(leaving[band.First.Id], edge => edge.To, band.First), 100);
                Peers(canvas, ReachedByAt, y, names.Of(entering[band.First.Id], edge => edge.From, band.First), 86);
            }
        }

        return canvas.Finish(Width, y + Margin, "Who may reach whom");
    }

    private static double Overview(SvgCanvas canvas, NetworkGraph graph)
    {
        ILookup<string, GraphNode> spaces = graph.Nodes.ToLookup(Space, StringComparer.Ordinal);
        string[] names = [.. spaces.Select(space => space.Key)];
        Dictionary<string, string> spaceOf = graph.Nodes.ToDictionary(node => node.Id, Space, StringComparer.Ordinal);
        ILookup<(string From, string To), GraphEdge> edges = graph.Edges.ToLookup(edge => (spaceOf[edge.From], spaceOf[edge.To]));
        double left = Margin + names.Max(name => SvgCanvas.WidthOf(SvgCanvas.Shorten(name, 40), 12)) + 12;
        double top = Margin + (names.Max(name => SvgCanvas.WidthOf(SvgCanvas.Shorten(name, 24), 12)) * SvgCanvas.SlantHeight) + 28;
        for (int row = 0; row < names.Length; row++)
        {
            double y = top + (row * Cell);
            double x = left + (row * Cell);
            canvas.Text(left - 8, y + (Cell / 2) + 4, SvgCanvas.Shorten(names[row], 40), "text-anchor=\"end\" fill=\"#1f2328\"");
            canvas.Slanted(x + (Cell / 2) + 4, top - 8, SvgCanvas.Shorten(names[row], 24), "fill=\"#1f2328\"");
            for (int column = 0; column < names.Length; column++)
            {
                int pairs = spaces[names[row]].Count() * (spaces[names[column]].Count() - (row == column ? 1 : 0));
                Fill(canvas, left + (column * Cell), y, [.. edges[(names[row], names[column])]], pairs, $"{names[row]} to {names[column]}");
            }
        }

        return top + (names.Length * Cell) + 40;
    }

    private static void Fill(SvgCanvas canvas, double x, double y, GraphEdge[] edges, int pairs, string title)
    {
        canvas.Rect(x, y, Cell, Cell, "fill=\"none\" stroke=\"#d0d7de\"");
        if (edges.Length == 0)
        {
            return;
        }

        int connected = edges.Select(edge => (edge.From, edge.To)).Distinct().Count();
        bool every = connected == pairs && edges.All(edge => edge.Label.StartsWith("All", StringComparison.Ordinal) && edge.Kind != EdgeKind.Unknown);
        string color = DotFormat.Color(edges.Min(edge => edge.Kind));
        canvas.Cell(x + 1.5, y + 1.5, Cell - 3, Cell - 3, $"fill=\"{color}\"{(every ? "" : " fill-opacity=\"0.18\"")}", string.Create(CultureInfo.InvariantCulture, $"{title}: {connected} of {pairs} pairs"));
        canvas.Text(x + (Cell / 2), y + (Cell / 2) + 4, every ? "all" : connected.ToString(CultureInfo.InvariantCulture), $"text-anchor=\"middle\" font-size=\"11\" pointer-events=\"none\" fill=\"{(every ? "#ffffff" : "#1f2328")}\"");
    }

    private static void Peers(SvgCanvas canvas, double x, double y, string peers, int length)
    {
        string color = peers.Length > 0 ? "#0550ae" : "#8c959f";
        canvas.Hint(x, y, peers.Length > 0 ? SvgCanvas.Shorten(peers, length) : "nothing", $"font-size=\"11\" fill=\"{color}\"", peers);
    }

    private static string Space(GraphNode node) => node.Group.Length > 0 ? node.Group : node.Label;
}
