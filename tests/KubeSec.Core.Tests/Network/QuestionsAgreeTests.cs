using CsCheck;
using KubeSec.Network;

namespace KubeSec.Core.Tests.Network;

/// <summary>Questions that are answered by classes and rows say what the table says line by line.</summary>
public sealed class QuestionsAgreeTests
{
    [Fact]
    public void What_a_cut_table_shows_and_leaves_out_is_the_whole_table() =>
        RandomCluster.Draw(withClusterPolicies: true, withNamedPorts: true).Select(Gen.Int[1, 40]).Sample((documents, maximum) =>
        {
            NetworkAnalyzer analyzer = Cluster.Of(documents);
            ConnectivityTable whole = analyzer.Table();
            ConnectivityTable cut = analyzer.Table(maximum);
            Assert.Equal(whole.Connections.Count + whole.Unknown.Count, cut.Connections.Count + cut.Unknown.Count + cut.Omitted);
        }, iter: 200);

    [Fact]
    public void What_is_reached_is_what_lines_of_the_table_lead_to() =>
        RandomCluster.Draw(withClusterPolicies: true, withNamedPorts: true).Sample(documents =>
        {
            NetworkAnalyzer analyzer = Cluster.Of(documents);
            ConnectivityTable table = analyzer.Table();
            ILookup<string, string> lines = table.Connections.ToLookup(line => line.Source, line => line.Destination);
            foreach (string start in table.Workloads)
            {
                Dictionary<string, int> steps = Walk(start, lines, [.. table.Workloads]);
                IReadOnlyList<ReachStep> reached = analyzer.Reach(start).Reached;
                Assert.Equal(steps.OrderBy(step => step.Value).ThenBy(step => step.Key, StringComparer.Ordinal).Select(step => (step.Key, step.Value)), reached.Select(step => (step.Name, step.Steps)));
                Assert.All(reached, step => Assert.Contains(step.Name, lines[step.Via]));
            }
        }, iter: 200);

    private static Dictionary<string, int> Walk(string start, ILookup<string, string> lines, HashSet<string> workloads)
    {
        var steps = new Dictionary<string, int> { [start] = 0 };
        var front = new Queue<string>([start]);
        while (front.TryDequeue(out string? at))
        {
            foreach (string next in lines[at].Where(workloads.Contains))
            {
                if (steps.TryAdd(next, steps[at] + 1))
                {
                    front.Enqueue(next);
                }
            }
        }

        steps.Remove(start);
        return steps;
    }
}
