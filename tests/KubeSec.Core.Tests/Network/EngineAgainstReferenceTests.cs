using CsCheck;
using KubeSec.Manifests;
using KubeSec.Network;

namespace KubeSec.Core.Tests.Network;

/// <summary>The engine and the slow evaluator agree on every packet of every random cluster.</summary>
public sealed class EngineAgainstReferenceTests
{
    private static readonly string[] Addresses = ["10.0.0.1", "10.1.2.3", "10.2.255.255", "203.0.113.7", "198.51.100.1", "fd00:1::5", "fd00:2::5", "2001:db8::1"];
    private static readonly int[] Ports = [1, 53, 79, 80, 81, 8079, 8080, 8081, 65535];

    [Fact]
    public void Network_policies_are_judged_as_the_reference_does() =>
        RandomCluster.Draw(withClusterPolicies: false, withNamedPorts: true).Sample(Agree, iter: 400);

    [Fact]
    public void Tiers_are_judged_as_the_reference_does() =>
        RandomCluster.Draw(withClusterPolicies: true, withNamedPorts: false).Sample(Agree, iter: 400);

    private static void Agree(string[] documents)
    {
        IReadOnlyList<Resource> resources = Cluster.Read(documents);
        var analyzer = new NetworkAnalyzer(resources);
        var reference = new ReferenceEvaluator(resources);
        ReachabilityEngine engine = analyzer.Engine;
        (int Number, ReferenceEvaluator.End End)[] ends =
        [
            .. engine.Written.Select(workload => (engine.NumberOf(workload), new ReferenceEvaluator.End(workload.Source!.Resource, null))),
            .. Addresses.Select(address => (Number(engine, address), new ReferenceEvaluator.End(null, address))),
        ];
        foreach ((int source, ReferenceEvaluator.End from) in ends)
        {
            foreach ((int destination, ReferenceEvaluator.End to) in ends.Where(end => end.End != from && (end.End.Pod ?? from.Pod) is not null))
            {
                ConnectionBlock block = engine.Decide(source, destination);
                PortSet allowed = engine.Pool[block.Allowed];
                PortSet possible = engine.Pool[block.Possible];
                foreach (NetworkProtocol protocol in Enum.GetValues<NetworkProtocol>())
                {
                    foreach (int port in Ports)
                    {
                        bool expected = reference.Allows(from, to, protocol.Name(), port);
                        bool answered = allowed.Contains(protocol, port);
                        if (expected != answered || (expected && !possible.Contains(protocol, port)))
                        {
                            Assert.Fail($"{from.Pod} {from.Address} to {to.Pod} {to.Address} {protocol} {port}: reference {expected}, engine {answered}\n{string.Join('\n', documents)}");
                        }
                    }
                }
            }
        }
    }

    private static int Number(ReachabilityEngine engine, string address)
    {
        AddressRange wanted = AddressRange.ParseAddress(address)!.Value;
        return engine.Index.Addresses([wanted]).Members().Single();
    }
}
