using KubeSec.Feedback;
using KubeSec.Findings;
using KubeSec.Inventory;

namespace KubeSec.Gate.Lessons;

/// <summary>
/// Which controls the manifests show, from what the rules of the run found: nothing is judged twice. A control is shown where
/// every rule that speaks against it was asked and found nothing. Exceptions do not count: a waived finding is still a missing control.
/// </summary>
internal sealed class ControlEvidence
{
    private static readonly string[] RoleKinds = ["Role", "ClusterRole"];

    private readonly HashSet<string> asked;
    private readonly HashSet<string> foundAnywhere;
    private readonly ILookup<(string File, ResourceIdentity? Resource), Finding> byResource;
    private readonly Dictionary<(string File, ResourceIdentity Resource), HashSet<string>> added = [];
    private readonly bool hasRoles;

    public ControlEvidence(IEnumerable<RuleInfo> asked, IEnumerable<Finding> found, IEnumerable<string> kinds)
    {
        Finding[] evidence = [.. found.Where(finding => Rules.Contains(finding.Rule.Name))];
        this.asked = [.. asked.Select(rule => rule.Name)];
        foundAnywhere = [.. evidence.Select(finding => finding.Rule.Name)];
        byResource = evidence.ToLookup(finding => (finding.Span.File, finding.Resource));
        // Manifests without a single role say nothing about who may do what.
        hasRoles = kinds.Any(kind => RoleKinds.Contains(kind, StringComparer.Ordinal));
    }

    /// <summary>Shows nothing.</summary>
    public static ControlEvidence None { get; } = new([], [], []);

    /// <summary>Names of every rule that speaks against some control.</summary>
    public static IReadOnlySet<string> Rules { get; } = ControlCatalogue.All.SelectMany(control => control.RefutedBy).ToHashSet(StringComparer.Ordinal);

    /// <summary>Notes a control that other means than rules have proved for the pods of a resource.</summary>
    public void Add(InventoryEntry entry, string control)
    {
        if (!added.TryGetValue((entry.Span.File, entry.Resource), out HashSet<string>? controls))
        {
            added[(entry.Span.File, entry.Resource)] = controls = [];
        }

        controls.Add(control);
    }

    /// <summary>The codes of the controls that a container's manifest shows.</summary>
    public IReadOnlyList<string> ShownBy(InventoryEntry entry)
    {
        HashSet<string> found = [.. byResource[(entry.Span.File, entry.Resource)].Where(finding => finding.Container is null || finding.Container == entry.Container).Select(finding => finding.Rule.Name)];
        return
        [
            .. ControlCatalogue.All.Where(control => Shows(control, found)).Select(control => control.Code)
                .Concat(added.GetValueOrDefault((entry.Span.File, entry.Resource)) ?? []).Distinct(StringComparer.Ordinal),
        ];
    }

    private bool Shows(Control control, HashSet<string> found) =>
        control.RefutedBy.Count > 0 && control.RefutedBy.All(asked.Contains)
        && (control.ClusterWide ? hasRoles && !control.RefutedBy.Any(foundAnywhere.Contains) : !control.RefutedBy.Any(found.Contains));
}
