using KubeSec.Findings;

namespace KubeSec.Network;

/// <content>The questions.</content>
public sealed partial class NetworkAnalyzer
{
    /// <summary>
    /// The full names that a short one may mean: <c>namespace/name[Kind]</c>, <c>namespace/name</c> or <c>name</c> of a
    /// workload, an IP address, or <c>internet</c>. Empty where nothing is called so.
    /// </summary>
    public IReadOnlyList<string> Find(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        return [.. PeerReference.Find(Engine, name).Select(peer => peer.Name)];
    }

    /// <summary>Everything that can be reached from a workload in any number of steps: the blast radius.</summary>
    /// <param name="from">A name that <see cref="Find"/> knows as one workload.</param>
    /// <exception cref="ArgumentException">The name means no workload, or several.</exception>
    public ReachReport Reach(string from)
    {
        PeerReference start = Single(from);
        return start.Number < Engine.Index.Classes.Count
            ? new ReachQuestion(Engine).Ask(start)
            : throw new ArgumentException($"'{from}' is no workload", nameof(from));
    }

    /// <summary>The way from one workload to another in the fewest steps; without steps where there is none.</summary>
    /// <param name="from">A name that <see cref="Find"/> knows as one workload.</param>
    /// <param name="to">The same.</param>
    /// <exception cref="ArgumentException">A name means no workload, or several.</exception>
    public ReachReport Reach(string from, string to)
    {
        ReachReport all = Reach(from);
        string target = Single(to).Name;
        return all with { Reached = Way(all.Reached, target), Outside = [], Possible = Way(all.Possible, target) };
    }

    /// <summary>The layer, policies and rules that decide one connection, and what would change it.</summary>
    /// <param name="source">A name that <see cref="Find"/> knows as one peer.</param>
    /// <param name="destination">The same.</param>
    /// <param name="port">The destination's port, from 1 to 65535.</param>
    /// <param name="protocol">The protocol.</param>
    /// <exception cref="ArgumentException">A name means no peer, or several.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The port is none.</exception>
    public Explanation Explain(string source, string destination, int port, NetworkProtocol protocol = NetworkProtocol.Tcp)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(port, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(port, 65535);
        return new ExplainQuestion(Engine, protocol, port).Ask(Single(source), Single(destination));
    }

    /// <summary>The assertions that do not hold, and those of which nobody can tell.</summary>
    /// <param name="assertions">What a policy file states about connections.</param>
    public IReadOnlyList<AssertionResult> Check(IReadOnlyList<NetworkAssertion> assertions)
    {
        ArgumentNullException.ThrowIfNull(assertions);
        return [.. assertions.SelectMany(new AssertionCheck(Engine).Check)];
    }

    /// <summary>What is open to the outside world and to pods that are not in the input.</summary>
    public ExposureReport Exposure() => new ExposureQuestion(model).Ask();

    /// <summary>What a change of manifests opens and closes.</summary>
    /// <param name="before">The manifests as they were.</param>
    /// <param name="after">The manifests as they are to be.</param>
    public static ConnectivityDiff Diff(NetworkAnalyzer before, NetworkAnalyzer after)
    {
        ArgumentNullException.ThrowIfNull(before);
        ArgumentNullException.ThrowIfNull(after);
        return new DiffQuestion(before, after).Ask();
    }

    private static List<ReachStep> Way(IReadOnlyList<ReachStep> steps, string target)
    {
        var way = new List<ReachStep>();
        for (string? name = target; name is not null && steps.FirstOrDefault(step => step.Name == name) is { } step; name = step.Via)
        {
            way.Insert(0, step);
        }

        return way;
    }

    private PeerReference Single(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        IReadOnlyList<PeerReference> found = PeerReference.Find(Engine, name);
        return found.Count switch
        {
            1 => found[0],
            0 => throw new ArgumentException($"'{name}' is no workload of the input and no IP address{Spelling.Hint(name, Engine.Written.Select(workload => workload.ShortName))}"),
            _ => throw new ArgumentException($"'{name}' may mean {string.Join(", ", found.Select(peer => peer.Name))}: say which"),
        };
    }
}
