using KubeSec.Rules.Catalogue.Pods;

namespace KubeSec.Rules;

/// <summary>Every rule, by code. An explicit list: greppable and trim-safe.</summary>
internal static class RuleCatalogue
{
    /// <summary>New instances: rules hold no state between runs.</summary>
    public static IReadOnlyList<Rule> All() =>
    [
        new PrivilegedContainer(),
    ];
}
