namespace KubeSec.Network;

/// <summary>
/// A picture without any program's help: boxes and arrows while a person can follow them, a matrix when arrows would
/// cover one another, namespaces and a line for each workload when a matrix would not fit on a screen.
/// </summary>
internal static class SvgFormat
{
    /// <summary>More arrows than this cannot be told apart.</summary>
    private const int FollowableEdges = 30;
    private const int FollowableNodes = 24;
    private const int MatrixLines = 40;

    public static string Write(NetworkGraph graph)
    {
        NetworkGraph merged = SvgMatrix.MergeOutside(graph);
        if (merged.Nodes.Count <= FollowableNodes && merged.Edges.Count <= FollowableEdges)
        {
            return SvgBoxes.Draw(merged);
        }

        IReadOnlyList<Band> bands = Band.Of(merged);
        return bands.Count <= MatrixLines ? SvgMatrix.Draw(merged, bands) : SvgNamespaces.Draw(merged, bands);
    }
}
