using KubeSec.Findings;
using KubeSec.Manifests;

namespace KubeSec.Network;

/// <summary>
/// Answers who can talk to whom, why, and what a change would open or close, from manifests alone.
/// Answers are worked out once, on first need, and do not depend on the order of the resources.
/// Not safe for use from several threads at once.
/// </summary>
public sealed partial class NetworkAnalyzer
{
    private readonly NetworkModel model;
    private ReachabilityEngine? engine;
    private IReadOnlyList<Entrance>? entrances;

    /// <summary>Reads the workloads, policies, Services and routes among the resources.</summary>
    /// <param name="resources">Everything that is deployed together, in any order.</param>
    /// <param name="options">What the manifests do not say about the cluster.</param>
    /// <exception cref="ArgumentException">A pod range is no CIDR block.</exception>
    public NetworkAnalyzer(IEnumerable<Resource> resources, NetworkOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(resources);
        model = new NetworkModel([.. resources], options ?? new NetworkOptions());
    }

    /// <summary>What is wrong with the policies themselves; the rest was analysed all the same.</summary>
    public IReadOnlyList<Finding> Diagnostics => model.Findings;

    /// <summary>The names of the workloads, sorted.</summary>
    public IReadOnlyList<string> Workloads => [.. Engine.Written.Select(workload => workload.Name)];

    internal NetworkModel Model => model;

    internal ReachabilityEngine Engine => engine ??= new ReachabilityEngine(model, []);

    internal IReadOnlyList<Entrance> Entrances => entrances ??= new EntranceReader(Engine).Read();

    /// <summary>The connectivity table.</summary>
    /// <param name="maximumLines">Most lines of each of its lists; what is left out is counted. The table grows with the square of the workloads.</param>
    /// <exception cref="ArgumentOutOfRangeException">The maximum is less than 1.</exception>
    public ConnectivityTable Table(int maximumLines = 250_000)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(maximumLines, 1);
        return new TableQuestion(Engine, Entrances).Ask(maximumLines);
    }

    /// <summary>The table as SVG; null where there are no workloads, or more than a person can look through.</summary>
    internal string? Picture()
    {
        const int MostWorkloads = 400;
        return Engine.Written.Count is 0 or > MostWorkloads ? null : NetworkReport.Write(Table(), NetworkFormat.Svg, []);
    }
}
