namespace KubeSec.Network;

/// <summary>
/// Rows reach columns. Peers that reach and are reached alike share a line, so that three hundred workloads of one
/// kind take one, and namespaces are told apart by rules between them.
/// </summary>
internal static class SvgMatrix
{
    private const double Margin = 24;
    private const double LegendWidth = 150;
    private const double LegendLine = 19;
    private const int LabelSize = 11;

    /// <summary>Up to so many lines, each cell has room for the ports in words.</summary>
    private const int FewBands = 16;
    private const string OutsideName = "outside the cluster";

    /// <summary>Where the cells begin, how large they are, and whether ports are written into them.</summary>
    private readonly record struct Layout(double Left, double Top, double Width, double Height, bool HasWords);

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
        EdgeKind[] kinds = [.. graph.Edges.Select(edge => edge.Kind).Distinct().Order()];
        string[] notes = [.. Notes(graph, bands)];
        double slanted = bands.Max(band => SvgCanvas.WidthOf(band.Label, LabelSize));
        double names = bands.Max(band => SvgCanvas.WidthOf(band.OwnLabel, LabelSize));
        double spaces = bands.Max(band => SvgCanvas.WidthOf(Space(band), LabelSize));
        double left = Margin + Math.Max(spaces + names + 24, LegendWidth);
        double top = Margin + Math.Max((slanted * SvgCanvas.SlantHeight) + 12, (1 + kinds.Length + notes.Length) * LegendLine);
        Layout layout = bands.Count <= FewBands ? new Layout(left, top, 76, 24, HasWords: true) : new Layout(left, top, 15, 15, HasWords: false);
        WriteLegend(canvas, kinds, notes);
        WriteCells(canvas, layout, graph, bands);
        double width = bands.Count * layout.Width;
        return canvas.Finish(left + width + (slanted * SvgCanvas.SlantWidth) + Margin, top + (bands.Count * layout.Height) + Margin, "Who may reach whom");
    }

    private static void WriteCells(SvgCanvas canvas, Layout layout, NetworkGraph graph, IReadOnlyList<Band> bands)
    {
        ILookup<(string From, string To), GraphEdge> edges = graph.Edges.ToLookup(edge => (edge.From, edge.To));
        double right = layout.Left + (bands.Count * layout.Width);
        double bottom = layout.Top + (bands.Count * layout.Height);
        for (int row = 0; row < bands.Count; row++)
        {
            double y = layout.Top + (row * layout.Height);
            double x = layout.Left + (row * layout.Width);
            bool begins = row == 0 || bands[row].First.Group != bands[row - 1].First.Group;
            string stroke = begins ? "#8c959f" : "#eaeef2";
            if (begins)
            {
                canvas.Text(Margin, y + (layout.Height / 2) + 4, Space(bands[row]), FormattableString.Invariant($"font-size=\"{LabelSize}\" font-weight=\"600\" fill=\"#57606a\""));
            }

            canvas.Text(layout.Left - 6, y + (layout.Height / 2) + 4, bands[row].OwnLabel, FormattableString.Invariant($"text-anchor=\"end\" font-size=\"{LabelSize}\" fill=\"#1f2328\""));
            canvas.Slanted(x + (layout.Width / 2) + 4, layout.Top - 6, bands[row].Label, FormattableString.Invariant($"font-size=\"{LabelSize}\" fill=\"#1f2328\""));
            canvas.Line(begins ? Margin : layout.Left, y, right, y, stroke);
            canvas.Line(x, layout.Top, x, bottom, stroke);
            for (int column = 0; column < bands.Count; column++)
            {
                Fill(canvas, layout, bands[row], bands[column], layout.Left + (column * layout.Width), y, edges);
            }
        }

        canvas.Rect(layout.Left, layout.Top, right - layout.Left, bottom - layout.Top, "fill=\"none\" stroke=\"#8c959f\"");
    }

    /// <summary>What is said beside the colours: only what the picture shows.</summary>
    private static IEnumerable<string> Notes(NetworkGraph graph, IReadOnlyList<Band> bands)
    {
        if (graph.Edges.Any(edge => !IsEveryPort(edge)))
        {
            yield return bands.Count <= FewBands ? "light: some ports only" : "small: some ports only";
        }

        if (bands.Any(band => band.Members.Count > 1))
        {
            yield return "+9: nine more that are alike";
        }
    }

    /// <summary>In the corner that the names of rows and columns leave free.</summary>
    private static void WriteLegend(SvgCanvas canvas, IEnumerable<EdgeKind> kinds, IEnumerable<string> notes)
    {
        double y = Margin;
        canvas.Text(Margin, y, "Rows reach columns", "font-weight=\"600\" fill=\"#1f2328\"");
        foreach (EdgeKind kind in kinds)
        {
            y += LegendLine;
            canvas.Rect(Margin, y - 10, 12, 12, $"fill=\"{DotFormat.Color(kind)}\"");
            canvas.Text(Margin + 20, y, Meaning(kind), "fill=\"#57606a\"");
        }

        foreach (string note in notes)
        {
            y += LegendLine;
            canvas.Text(Margin, y, note, "fill=\"#57606a\"");
        }
    }

    private static string Meaning(EdgeKind kind) => kind switch
    {
        EdgeKind.Added => "opened",
        EdgeKind.Removed => "closed",
        EdgeKind.Changed => "changed",
        EdgeKind.Unknown => "cannot be told",
        _ => "allowed",
    };

    private static string Space(Band band) => SvgCanvas.Shorten(band.First.Group, 24);

    private static bool IsEveryPort(GraphEdge edge) => edge.Label.StartsWith("All", StringComparison.Ordinal);

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

        bool every = IsEveryPort(edge);
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
