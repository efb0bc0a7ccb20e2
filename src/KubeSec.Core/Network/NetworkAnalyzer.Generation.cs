namespace KubeSec.Network;

/// <content>Least privilege, written and checked.</content>
public sealed partial class NetworkAnalyzer
{
    /// <summary>
    /// Writes policies that allow what is intended and nothing else: default deny for every namespace with a workload,
    /// both directions, and DNS to the DNS pods for workloads that go out. The policies of the input do not count.
    /// </summary>
    /// <param name="options">Where the intentions come from; the manifests alone by default.</param>
    public GeneratedPolicies Generate(GenerateOptions? options = null)
    {
        GenerateOptions chosen = options ?? new GenerateOptions();
        var notes = new List<string>();
        var asserted = new AssertionIntents(Engine);
        ManifestIntents? written = chosen.FromManifests ? new ManifestIntents(model) : null;
        notes.AddRange(written?.Unserved() ?? []);
        Intent[] intents =
        [
            .. (written?.Read() ?? [])
                .Concat(new FlowIntents(Engine, model, chosen.Alerts).Read(chosen.Flows, notes))
                .Select(intent => asserted.WithoutDenied(intent, chosen.Assertions))
                .Concat(asserted.Read(chosen.Assertions, notes)),
        ];
        string yaml = new PolicyGenerator(model, intents, notes).Write();
        return new GeneratedPolicies(yaml, [.. notes.Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)]);
    }

    /// <summary>
    /// The policy that guards the egress of one workload: what the manifests say it needs, DNS, and nothing else. What is
    /// asked for where a container was seen to connect to where it should not.
    /// </summary>
    /// <param name="workload">A name that <see cref="Find"/> knows as one workload.</param>
    /// <returns>One NetworkPolicy, or none with a note where no policy can select the workload.</returns>
    /// <exception cref="ArgumentException">The name means no workload, or several.</exception>
    public GeneratedPolicies EgressPolicy(string workload)
    {
        string name = Single(workload).Name;
        NetworkWorkload guarded = Engine.Written.FirstOrDefault(one => one.Name == name) ?? throw new ArgumentException($"'{workload}' is no workload", nameof(workload));
        var notes = new List<string>();
        string yaml = new PolicyGenerator(model, [.. new ManifestIntents(model).Read()], notes).WriteEgress(guarded);
        return new GeneratedPolicies(yaml, notes);
    }

    /// <summary>The observed connections that the policies of the input would break, or about which nothing can be said.</summary>
    /// <param name="flows">Connections seen at run time; dropped ones do not count.</param>
    public IReadOnlyList<BrokenFlow> Check(IReadOnlyList<ObservedFlow> flows) => Check(flows, []);

    /// <summary>The observed connections that the policies of the input would break, or about which nothing can be said.</summary>
    /// <param name="flows">Connections seen at run time; dropped ones do not count.</param>
    /// <param name="alerts">Connections that sensors raised alerts about: to break them is no harm.</param>
    public IReadOnlyList<BrokenFlow> Check(IReadOnlyList<ObservedFlow> flows, IReadOnlyList<ObservedFlow> alerts)
    {
        ArgumentNullException.ThrowIfNull(flows);
        ArgumentNullException.ThrowIfNull(alerts);
        var ends = new FlowIntents(Engine, model, alerts);
        var broken = new List<BrokenFlow>();
        foreach (ObservedFlow flow in flows.Where(flow => !flow.IsDropped).SelectMany(ends.Behind).Where(flow => !ends.IsAlerted(flow)).Distinct().OrderBy(flow => flow.ToString(), StringComparer.Ordinal))
        {
            string? source = NameOf(flow.Source, ends);
            string? destination = NameOf(flow.Destination, ends);
            bool known = source is not null && destination is not null && Find(source).Count == 1 && Find(destination).Count == 1;
            Explanation? why = known ? Explain(source!, destination!, flow.Port, flow.Protocol) : null;
            if (why?.Verdict != ConnectionVerdict.Allowed)
            {
                broken.Add(new BrokenFlow(flow, why));
            }
        }

        return broken;
    }

    private static string? NameOf(FlowEnd end, FlowIntents ends) => end.Kind switch
    {
        FlowEndKind.Pod => ends.Workload(end)?.Name,
        // No manifest tells what is behind it, or Behind would have put that in its place.
        FlowEndKind.Service => null,
        _ => end.Address,
    };
}
