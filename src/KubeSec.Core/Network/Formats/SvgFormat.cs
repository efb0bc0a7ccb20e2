namespace KubeSec.Network;

/// <summary>
/// A picture without any program's help: boxes and arrows while a person can follow them, a matrix by namespace
/// when arrows would cover one another.
/// </summary>
internal static class SvgFormat
{
    /// <summary>More arrows than this cannot be told apart.</summary>
    private const int FollowableEdges = 16;
    private const int FollowableNodes = 24;

    public static string Write(NetworkGraph graph)
    {
        NetworkGraph merged = SvgMatrix.MergeOutside(graph);
        return merged.Nodes.Count <= FollowableNodes && merged.Edges.Count <= FollowableEdges ? SvgBoxes.Draw(merged) : SvgMatrix.Draw(merged);
    }
}
