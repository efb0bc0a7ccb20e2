using KubeSec.Access;
using KubeSec.Manifests;
using KubeSec.Network;

namespace KubeSec.Rules;

/// <summary>Everything read in a run, found by kind and by namespace without walking pairs.</summary>
internal sealed class ResourceIndex
{
    private readonly ILookup<string, Resource> byKind;
    private readonly HashSet<(string Kind, string Namespace, string Name)> names;
    private readonly ILookup<string, Workload> workloadsByNamespace;
    private readonly Dictionary<string, LabelIndex<Workload>> labelsByNamespace = new(StringComparer.Ordinal);
    private AccessModel? access;
    private NetworkAnalyzer? network;

    public ResourceIndex(IEnumerable<Resource> resources)
    {
        Resources = [.. resources.OrderBy(r => r.Root.Span.File, StringComparer.Ordinal).ThenBy(r => r.Root.Span.Line).ThenBy(r => r.Root.Span.Column)];
        Workloads = [.. Resources.Select(r => r.Workload).OfType<Workload>()];
        byKind = Resources.ToLookup(r => r.Kind, StringComparer.Ordinal);
        workloadsByNamespace = Workloads.ToLookup(w => w.Resource.EffectiveNamespace, StringComparer.Ordinal);
        names = [.. Resources.Select(r => (r.Kind, r.EffectiveNamespace, r.Identity.Name))];
    }

    /// <summary>Every resource, in the order of files and places.</summary>
    public IReadOnlyList<Resource> Resources { get; }

    /// <summary>Every workload, in the same order.</summary>
    public IReadOnlyList<Workload> Workloads { get; }

    /// <summary>Who holds which role; built when first asked for.</summary>
    public AccessModel Access => access ??= AccessModel.Build(Resources);

    /// <summary>Who may talk to whom; built when first asked for.</summary>
    public NetworkAnalyzer NetworkUnder(NetworkOptions options) => network ??= new NetworkAnalyzer(Resources, options);

    /// <summary>
    /// Whether a resource is kept for the rules that look at several. A CustomResourceDefinition is not:
    /// no rule relates one to another object, and they are most of the bytes of real repositories.
    /// </summary>
    public static bool Keeps(Resource resource) => resource.Kind != "CustomResourceDefinition";

    /// <summary>The resources of a kind.</summary>
    public IEnumerable<Resource> OfKind(string kind) => byKind[kind];

    /// <summary>The workloads whose pods land in a namespace.</summary>
    public IEnumerable<Workload> WorkloadsIn(string @namespace) => workloadsByNamespace[@namespace];

    /// <summary>The workloads of a namespace whose pods a label selector matches.</summary>
    public IEnumerable<Workload> Selected(string @namespace, Field selector) => LabelsIn(@namespace).Matching(selector);

    /// <summary>The workloads of a namespace whose pods have all the labels of a plain selector, as a Service has; none where it is empty.</summary>
    public IEnumerable<Workload> SelectedByLabels(string @namespace, Field labels) => LabelsIn(@namespace).Having(labels);

    /// <summary>Whether the manifests hold an object of that kind, namespace and name.</summary>
    public bool Has(string kind, string @namespace, string name) => names.Contains((kind, @namespace, name));

    private LabelIndex<Workload> LabelsIn(string @namespace)
    {
        if (!labelsByNamespace.TryGetValue(@namespace, out LabelIndex<Workload>? index))
        {
            labelsByNamespace.Add(@namespace, index = new LabelIndex<Workload>(workloadsByNamespace[@namespace], workload => workload.PodLabels));
        }

        return index;
    }
}
