using KubeSec.Feedback.Controls;

namespace KubeSec.Feedback;

/// <summary>Every control there is, which incidents ask for it, and how a manifest shows it.</summary>
public static class ControlCatalogue
{
    private static readonly Lazy<Dictionary<string, Control>> ByCode = new(() => KnownControls.All.ToDictionary(control => control.Code, StringComparer.Ordinal));

    /// <summary>All controls.</summary>
    public static IReadOnlyList<Control> All => KnownControls.All;

    /// <summary>The control of a code; null where there is none.</summary>
    public static Control? Find(string code) => ByCode.Value.GetValueOrDefault(code);

    /// <summary>What an incident asks for, preventing controls first, those a few lines of manifest bring before the rest.</summary>
    public static IReadOnlyList<ControlRequirement> For(Incident incident)
    {
        ArgumentNullException.ThrowIfNull(incident);
        return
        [
            .. RuleControls.For(incident).Select(pair => new ControlRequirement(ByCode.Value[pair.Code], pair.Effect))
                .OrderBy(requirement => requirement.Effect).ThenBy(requirement => requirement.Control.Patch is null ? 1 : 0),
        ];
    }

    /// <summary>The codes of the controls that rules prove: every rule that speaks against one was asked, and none found anything.</summary>
    /// <param name="asked">Names of the rules that judged.</param>
    /// <param name="found">Names of the rules that found something in the container or, for access rules, anywhere.</param>
    public static IReadOnlyList<string> Proved(IReadOnlySet<string> asked, IReadOnlySet<string> found)
    {
        ArgumentNullException.ThrowIfNull(asked);
        ArgumentNullException.ThrowIfNull(found);
        return [.. All.Where(control => control.RefutedBy.Count > 0 && control.RefutedBy.All(rule => asked.Contains(rule) && !found.Contains(rule))).Select(control => control.Code)];
    }
}
