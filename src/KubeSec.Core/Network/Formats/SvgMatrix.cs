namespace KubeSec.Network;

/// <summary>
/// Rows reach columns. Peers that reach and are reached alike share a line, so that three hundred workloads of one
/// kind take one, and namespaces are told apart by rules between them.
/// </summary>
internal static class SvgMatrix
{
    private const double LabelWidth = 300;
    private const double Top = 230;
    private const double Margin = 24;

    /// <summary>Up to so many lines, each cell has room for the ports in words.</summary>
    private const int FewBands = 16;
    private const string OutsideName = "outside the cluster";

    /// <summary>The size of a cell, and whether ports are written into it.</summary>
    private readonly record struct Layout(double Width, double Height, bool HasWords);

    /// <summary>Ranges of addresses become one peer: a picture shows that it is open, the table shows where.</summary>
    public static NetworkGraph MergeOutside(NetworkGraph graph)
    {
        Dictionary<string, GraphNode> names = graph.Nodes.ToDictionary(node => node.Id, Outside, StringComparer.Ordinal);
        GraphEdge[] edges =
        [
            .. graph.Edges.GroupBy(edge => (From: names[edge.From].Id, To: names[edge.To].Id, edge.Kind))
                .Select(group => new GraphEdge(
                    group.Key.From, group.Key.To, group.Select(edge => edge.Label).Distinct(StringComparer.Ordinal).Count() == 1 ? group.First().Label : "several", group.Key.Kind)),
        ];
        return new NetworkGraph([.. names.Values.DistinctBy(node => node.Id).OrderBy(node => node.Group, StringComparer.Ordinal).ThenBy(node => node.Id, StringComparer.Ordinal)], edges);
    }

    public static string Draw(NetworkGraph graph, IReadOnlyList<Band> bands)
    {
        var canvas = new SvgCanvas();
        Layout layout = bands.Count <= FewBands ? new Layout(76, 24, HasWords: true) : new Layout(15, 15, HasWords: false);
        ILookup<(string From, string To), GraphEdge> edges = graph.Edges.ToLookup(edge => (edge.From, edge.To));
        double left = Margin + LabelWidth;
        double width = bands.Count * layout.Width;
        double height = bands.Count * layout.Height;
        canvas.Text(Margin, Margin, "Rows may reach columns. Solid: every port; light or small: some ports; amber: unknown. Equal peers share a line (+ how many more).", "fill=\"#57606a\"");
        for (int row = 0; row < bands.Count; row++)
        {
            double y = Top + (row * layout.Height);
            double x = left + (row * layout.Width);
            canvas.Text(left - 6, y + (layout.Height / 2) + 4, bands[row].Label, "text-anchor=\"end\" font-size=\"11\" fill=\"#1f2328\"");
            canvas.Text(0, 0, bands[row].Label, FormattableString.Invariant($"font-size=\"11\" fill=\"#1f2328\" transform=\"translate({x + (layout.Width / 2) + 4:0.#} {Top - 6:0.#}) rotate(-60)\""));
            string stroke = row == 0 || bands[row].First.Group != bands[row - 1].First.Group ? "#8c959f" : "#eaeef2";
            canvas.Line(row == 0 || stroke == "#8c959f" ? Margin : left, y, left + width, y, stroke);
            canvas.Line(x, Top, x, Top + height, stroke);
            for (int column = 0; column < bands.Count; column++)
            {
                Fill(canvas, layout, bands[row], bands[column], left + (column * layout.Width), y, edges);
            }
        }

        canvas.Rect(left, Top, width, height, "fill=\"none\" stroke=\"#8c959f\"");
        return canvas.Finish(Math.Max(left + width + 160, 860), Top + height + Margin, "Who may reach whom");
    }

    private static void Fill(SvgCanvas canvas, Layout layout, Band from, Band to, double x, double y, ILookup<(string From, string To), GraphEdge> edges)
    {
        if (ReferenceEquals(from, to) && from.Members.Count == 1)
        {
            canvas.Rect(x + 1, y + 1, layout.Width - 2, layout.Height - 2, "fill=\"#f6f8fa\"");
            return;
        }

        GraphNode target = ReferenceEquals(from, to) ? to.Members[1] : to.First;
        if (edges[(from.First.Id, target.Id)].MinBy(one => one.Kind) is not { } edge)
        {
            return;
        }

        bool every = edge.Label.StartsWith("All", StringComparison.Ordinal);
        double inset = every || layout.HasWords ? 1.5 : 4;
        string opacity = every || !layout.HasWords ? "" : " fill-opacity=\"0.18\"";
        canvas.Cell(x + inset, y + inset, layout.Width - (2 * inset), layout.Height - (2 * inset), $"fill=\"{DotFormat.Color(edge.Kind)}\"{opacity}", $"{from.Label} to {to.Label}: {edge.Label}");
        if (layout.HasWords)
        {
            string words = every ? "all" : edge.Label.Length <= 12 ? edge.Label : edge.Label[..11] + "…";
            canvas.Text(x + (layout.Width / 2), y + (layout.Height / 2) + 4, words, $"text-anchor=\"middle\" font-size=\"10\" pointer-events=\"none\" fill=\"{(every ? "#ffffff" : "#1f2328")}\"");
        }
    }

    private static GraphNode Outside(GraphNode node)
    {
        if (node.Kind != NodeKind.Outside || node.Id.Contains('[', StringComparison.Ordinal) || !node.Id.Contains('-', StringComparison.Ordinal) || node.Id.StartsWith("entire", StringComparison.Ordinal))
        {
            return node;
        }

        return new GraphNode(OutsideName, OutsideName, "", NodeKind.Outside);
    }
}
