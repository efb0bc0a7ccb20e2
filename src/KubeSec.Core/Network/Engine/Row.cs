namespace KubeSec.Network;

/// <summary>One part of a row: peers with one answer.</summary>
/// <param name="Peers">The peers.</param>
/// <param name="Allowed">Ports allowed for certain, by number in the pool.</param>
/// <param name="Possible">Those and the ports whose answer is unknown.</param>
internal readonly record struct RowPart(PeerSet Peers, int Allowed, int Possible);

/// <summary>
/// What a set of policies lets its subject do in one direction, with every peer. Pods selected by the same
/// policies share one row.
/// </summary>
/// <param name="Policies">The policies that select the subject in this direction, in the order they are asked.</param>
/// <param name="Parts">Peers by answer; a peer in no part may not be talked to.</param>
/// <param name="Reason">Why answers of this row are unknown, where some are.</param>
internal sealed record Row(IReadOnlyList<Policy> Policies, IReadOnlyList<RowPart> Parts, UnknownReason Reason)
{
    public (int Allowed, int Possible) At(int peer)
    {
        foreach (RowPart part in Parts)
        {
            if (part.Peers.Contains(peer))
            {
                return (part.Allowed, part.Possible);
            }
        }

        return (PortSetPool.None, PortSetPool.None);
    }
}
