namespace KubeSec.Network;

/// <content>Least privilege, written and checked.</content>
public sealed partial class NetworkAnalyzer
{
    private FlowIntents? ends;

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
        var intents = new FlowIntents(Engine, model, alerts);
        var broken = new List<BrokenFlow>();
        foreach (ObservedFlow flow in flows.Where(flow => !flow.IsDropped).SelectMany(intents.Behind).Where(flow => !intents.IsAlerted(flow)).Distinct().OrderBy(flow => flow.ToString(), StringComparer.Ordinal))
        {
            PeerReference? source = PeerOf(flow.Source, intents);
            PeerReference? destination = PeerOf(flow.Destination, intents);
            Explanation? why = source is null || destination is null ? null : new ExplainQuestion(Engine, flow.Protocol, flow.Port).Ask(source, destination);
            if (why?.Verdict != ConnectionVerdict.Allowed)
            {
                broken.Add(new BrokenFlow(flow, why));
            }
        }

        return broken;
    }

    /// <summary>Whether an end of an observed connection is a workload of the input, or a Service before one.</summary>
    public bool Holds(FlowEnd end)
    {
        ArgumentNullException.ThrowIfNull(end);
        return (ends ??= new FlowIntents(Engine, model, [])).IsWritten(end);
    }

    private PeerReference? PeerOf(FlowEnd end, FlowIntents intents)
    {
        if (end.Kind is not (FlowEndKind.Pod or FlowEndKind.Service))
        {
            return PeerReference.Find(Engine, end.Address) is [var outside] ? outside : null;
        }

        return intents.Workload(end) is not { } workload ? null
            : workload.Source is null ? new PeerReference(workload.Name, Engine.NumberOf(workload), IsHostNetwork: false)
            : PeerReference.Find(Engine, workload.Name) is [var inside] ? inside
            : null;
    }
}
