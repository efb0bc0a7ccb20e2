namespace KubeSec.Network;

/// <summary>
/// Which ingress rows let a peer in. Rows that let in a great many are listed once for all; the rest by peer, so that
/// finding the rows a few sources can enter does not visit every row.
/// </summary>
internal sealed class DoorIndex
{
    /// <summary>A door for more peers than this costs more to list by peer than to look at each time.</summary>
    private const int WideDoor = 256;

    private readonly List<int> wide = [];
    private readonly List<int>?[] byPeer;

    public DoorIndex(IReadOnlyList<Row> rows, int[] ingress)
    {
        byPeer = new List<int>?[ingress.Length];
        foreach (int row in ingress.Distinct().Order())
        {
            if (rows[row].Parts.Any(part => part.Peers.Count > WideDoor))
            {
                wide.Add(row);
                continue;
            }

            foreach (int peer in rows[row].Parts.SelectMany(part => part.Peers.Members()))
            {
                (byPeer[peer] ??= []).Add(row);
            }
        }
    }

    /// <summary>The rows that may let in one of the sources, in order.</summary>
    public IEnumerable<int> RowsLettingIn(PeerSet sources) => sources.Members().SelectMany(peer => byPeer[peer] ?? []).Concat(wide).Distinct().Order();
}
