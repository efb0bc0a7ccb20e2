using CsCheck;
using KubeSec.Network;

namespace KubeSec.Core.Tests.Network;

/// <summary>Groups and peers that stand alone say what a list with one state a peer says.</summary>
public sealed class PeerPartitionTests
{
    private const int Peers = 300;

    private static readonly Gen<PeerSet> SomePeers = Gen.OneOf(
        Gen.Int[0, Peers - 1].Array[0, 5].Select(members => PeerSet.Of([.. members.Distinct().Order()])),
        Gen.Select(Gen.Int[0, Peers - 1], Gen.Int[1, Peers], (first, count) => PeerSet.Range(first, Math.Min(count, Peers - first))));

    private static readonly Gen<(PeerSet Peers, PortState Change)[]> Changes =
        Gen.Select(SomePeers, Gen.Select(Gen.Int[0, 3], Gen.Int[0, 3], Gen.Int[0, 3], (open, passed, allowed) => new PortState(open, passed, allowed))).Array[0, 30];

    [Fact]
    public void Peers_that_narrow_and_wide_rules_speak_of_end_in_the_state_that_each_rule_in_turn_leads_to() => Changes.Sample(changes =>
    {
        var partition = new PeerPartition(PeerSet.Range(0, Peers), new PortState(1, 0, 0));
        PortState[] expected = [.. Enumerable.Repeat(new PortState(1, 0, 0), Peers)];
        foreach ((PeerSet peers, PortState change) in changes)
        {
            PortState Next(PortState state) => new(state.Open ^ change.Open, state.Passed | change.Passed, (state.Allowed * 3 + change.Allowed + state.Open) % 50);
            if (change == new PortState(3, 3, 3))
            {
                partition.ChangeAll(Next);
                expected = [.. expected.Select(Next)];
                continue;
            }

            partition.Change(peers, Next);
            foreach (int peer in peers.Members())
            {
                expected[peer] = Next(expected[peer]);
            }
        }

        IReadOnlyDictionary<int, PeerSet> allowed = partition.Allowed();
        Assert.Equal(Peers, allowed.Values.Sum(peers => peers.Count));
        Assert.All(Enumerable.Range(0, Peers), peer => Assert.True(allowed[expected[peer].Allowed].Contains(peer)));
    });
}
