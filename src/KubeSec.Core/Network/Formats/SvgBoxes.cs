using System.Globalization;

namespace KubeSec.Network;

/// <summary>Boxes with their namespaces, and arrows with ports that run from left to right.</summary>
internal static class SvgBoxes
{
    private const double BoxWidth = 210;
    private const double BoxHeight = 44;
    private const double LaneHeight = 16;
    private const double Gap = 26;
    private const double ColumnGap = 180;
    private const double Margin = 30;

    /// <summary>Two labels beside each other need so much.</summary>
    private const double ArrowGap = 15;

    private static readonly string[] NamespaceColors = ["#0969da", "#1a7f37", "#8250df", "#bc4c00", "#bf3989", "#1b7c83", "#9a6700", "#57606a"];

    private readonly record struct Place(double X, double Y, double Height)
    {
        public double Middle => Y + (Height / 2);
    }

    public static string Draw(NetworkGraph drawn)
    {
        NetworkGraph graph = Apart(drawn);
        HashSet<string> connected = [.. graph.Edges.SelectMany(edge => new[] { edge.From, edge.To })];
        GraphNode[] alone = [.. graph.Nodes.Where(node => !connected.Contains(node.Id))];
        var canvas = new SvgCanvas();
        double width = 400;
        double height = Margin;
        if (connected.Count > 0)
        {
            var joined = new NetworkGraph([.. graph.Nodes.Where(node => connected.Contains(node.Id))], [.. Joined(graph.Edges)]);
            (width, height) = DrawConnected(canvas, joined);
        }

        foreach (GraphNode node in alone)
        {
            height += 18;
            canvas.Text(Margin, height, $"{(node.Group.Length > 0 ? node.Group + "/" : "")}{node.Label}: reaches nothing, and nothing reaches it", "fill=\"#57606a\"");
            width = Math.Max(width, 700);
        }

        return canvas.Finish(width, height + Margin, "Who may reach whom");
    }

    private static (double Width, double Height) DrawConnected(SvgCanvas canvas, NetworkGraph graph)
    {
        var layers = new LayeredPlaces(graph);
        Dictionary<LayeredPlaces.Slot, Place> places = Places(layers, out double height);
        var leave = new Dictionary<LayeredPlaces.Route, double>();
        var arrive = new Dictionary<LayeredPlaces.Route, double>();
        foreach (LayeredPlaces.Slot box in places.Keys.Where(slot => slot.Node is not null))
        {
            Spread(leave, places[box], layers.Routes.Where(route => route.Slots[0] == box).OrderBy(route => places[route.Slots[1]].Middle));
            Spread(arrive, places[box], layers.Routes.Where(route => route.Slots[^1] == box).OrderBy(route => places[route.Slots[^2]].Middle));
        }

        foreach (LayeredPlaces.Route route in layers.Routes)
        {
            Arrow(canvas, route, places, leave[route], arrive[route]);
        }

        string[] groups = [.. graph.Nodes.Select(node => node.Group).Where(group => group.Length > 0).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];
        foreach ((LayeredPlaces.Slot slot, Place place) in places.Where(pair => pair.Key.Node is not null))
        {
            Box(canvas, slot.Node!, place, Array.IndexOf(groups, slot.Node!.Group));
        }

        return ((2 * Margin) + (layers.Columns.Count * (BoxWidth + ColumnGap)) - ColumnGap, height);
    }

    private static Dictionary<LayeredPlaces.Slot, Place> Places(LayeredPlaces layers, out double height)
    {
        var places = new Dictionary<LayeredPlaces.Slot, Place>();
        double[] heights = [.. layers.Columns.Select(column => column.Sum(slot => Height(slot, layers) + Gap))];
        double tallest = heights.Max();
        for (int i = 0; i < layers.Columns.Count; i++)
        {
            double y = Margin + ((tallest - heights[i]) / 2);
            foreach (LayeredPlaces.Slot slot in layers.Columns[i])
            {
                double own = Height(slot, layers);
                places.Add(slot, new Place(Margin + (i * (BoxWidth + ColumnGap)), y, own));
                y += own + Gap;
            }
        }

        height = Margin + tallest;
        return places;
    }

    private static double Height(LayeredPlaces.Slot slot, LayeredPlaces layers)
    {
        int arrows = Math.Max(layers.Routes.Count(route => route.Slots[0] == slot), layers.Routes.Count(route => route.Slots[^1] == slot));
        return slot.Node is null ? LaneHeight : Math.Max(BoxHeight, (arrows * ArrowGap) + 8);
    }

    /// <summary>Arrows of one box leave and arrive side by side, in the order of where they come from and go to.</summary>
    private static void Spread(Dictionary<LayeredPlaces.Route, double> ends, Place box, IEnumerable<LayeredPlaces.Route> routes)
    {
        LayeredPlaces.Route[] ordered = [.. routes];
        for (int i = 0; i < ordered.Length; i++)
        {
            ends.Add(ordered[i], box.Middle + ((i - ((ordered.Length - 1) / 2.0)) * ArrowGap));
        }
    }

    /// <summary>The outside stands on the left where it reaches in, and on the right where it is reached.</summary>
    private static NetworkGraph Apart(NetworkGraph graph)
    {
        HashSet<string> reaching = [.. graph.Edges.Select(edge => edge.From)];
        Dictionary<string, GraphNode> reached = graph.Nodes
            .Where(node => node.Kind == NodeKind.Outside && reaching.Contains(node.Id) && graph.Edges.Any(edge => edge.To == node.Id))
            .ToDictionary(node => node.Id, node => node with { Id = node.Id + " (reached)" }, StringComparer.Ordinal);
        return reached.Count == 0 ? graph : new NetworkGraph(
            [.. graph.Nodes, .. reached.Values],
            [.. graph.Edges.Select(edge => reached.TryGetValue(edge.To, out GraphNode? node) ? edge with { To = node.Id } : edge)]);
    }

    /// <summary>Two arrows between the same boxes with the same ports become one with two heads.</summary>
    private static IEnumerable<GraphEdge> Joined(IReadOnlyList<GraphEdge> edges)
    {
        var present = edges.ToHashSet();
        return edges.Where(edge => string.CompareOrdinal(edge.From, edge.To) <= 0 || !present.Contains(edge with { From = edge.To, To = edge.From }))
            .Select(edge => present.Contains(edge with { From = edge.To, To = edge.From }) ? edge with { Label = "↔ " + edge.Label } : edge);
    }

    private static void Box(SvgCanvas canvas, GraphNode node, Place place, int group)
    {
        string color = node.Kind == NodeKind.Workload ? NamespaceColors[group % NamespaceColors.Length] : "#cf222e";
        canvas.Rect(place.X, place.Y, BoxWidth, place.Height, $"rx=\"6\" fill=\"#ffffff\" stroke=\"{color}\"");
        canvas.Rect(place.X, place.Y, 5, place.Height, $"fill=\"{color}\"");
        string anchor = "text-anchor=\"middle\"";
        double x = place.X + (BoxWidth / 2);
        if (node.Group.Length > 0)
        {
            canvas.Text(x, place.Middle - 5, SvgCanvas.Shorten(node.Group, 34), $"{anchor} font-size=\"10\" fill=\"{color}\"");
        }

        canvas.Text(x, place.Middle + (node.Group.Length > 0 ? 11 : 4), SvgCanvas.Shorten(node.Label, 32), $"{anchor} fill=\"#1f2328\"");
    }

    private static void Arrow(SvgCanvas canvas, LayeredPlaces.Route route, Dictionary<LayeredPlaces.Slot, Place> places, double leave, double arrive)
    {
        string color = DotFormat.Color(route.Edge.Kind);
        bool rightward = places[route.Slots[^1]].X > places[route.Slots[0]].X;
        double near = rightward ? BoxWidth : 0;
        double far = BoxWidth - near;
        double startX = places[route.Slots[0]].X + near;
        string path = FormattableString.Invariant($"M{startX:0.#} {leave:0.#}");
        (double fromX, double fromY) = (startX, leave);
        foreach (LayeredPlaces.Slot slot in route.Slots.Skip(1))
        {
            Place place = places[slot];
            double x = place.X + far;
            double y = slot.Node is null ? place.Middle : arrive;
            double middle = (fromX + x) / 2;
            path += FormattableString.Invariant($" C{middle:0.#} {fromY:0.#} {middle:0.#} {y:0.#} {x:0.#} {y:0.#}");
            path += slot.Node is null ? FormattableString.Invariant($" L{place.X + near:0.#} {y:0.#}") : "";
            (fromX, fromY) = (place.X + near, y);
        }

        double endX = places[route.Slots[^1]].X + far;
        canvas.Path(path, $"stroke=\"{color}\" stroke-width=\"1.4\"{(route.Edge.Kind == EdgeKind.Unknown ? " stroke-dasharray=\"5 4\"" : "")}", $"{route.Edge.From} to {route.Edge.To}: {route.Edge.Label}");
        Head(canvas, endX, arrive, rightward ? -1 : 1, color);
        if (route.Edge.Label.StartsWith('↔'))
        {
            Head(canvas, startX, leave, rightward ? 1 : -1, color);
        }

        // A label stands on its own arrow where it arrives: there the arrows of one box run side by side.
        canvas.Text(endX + (rightward ? -12 : 12), arrive - 3, SvgCanvas.Shorten(route.Edge.Label, 25), $"text-anchor=\"{(rightward ? "end" : "start")}\" font-size=\"11\" fill=\"{color}\" stroke=\"#ffffff\" stroke-width=\"3\" paint-order=\"stroke\"");
    }

    private static void Head(SvgCanvas canvas, double x, double y, int side, string color) =>
        canvas.Path(string.Create(CultureInfo.InvariantCulture, $"M{x + (side * 8):0.#} {y - 4:0.#} L{x:0.#} {y:0.#} L{x + (side * 8):0.#} {y + 4:0.#}"), $"stroke=\"{color}\" stroke-width=\"1.4\"", "");
}
