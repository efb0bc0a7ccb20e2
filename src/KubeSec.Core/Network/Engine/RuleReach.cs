namespace KubeSec.Network;

/// <summary>
/// What one rule covers: some peers with some ports. Where the manifests do not tell, the certain part and the
/// part that may be covered differ, and the reason says why.
/// </summary>
/// <param name="Peers">Peers covered for certain.</param>
/// <param name="PossiblePeers">Those and the ones that may be covered.</param>
/// <param name="Ports">Ports covered for certain, by number in the pool.</param>
/// <param name="PossiblePorts">Those and the ones that may be covered.</param>
/// <param name="Reason">Why the two differ, if they do.</param>
internal readonly record struct RuleReach(PeerSet Peers, PeerSet PossiblePeers, int Ports, int PossiblePorts, UnknownReason Reason)
{
    public bool IsCertain => Reason == UnknownReason.None;
}
