namespace KubeSec.Network;

/// <summary>
/// Finds the stand-ins whose every pod a pair of selectors matches. A stand-in can meet a list of values only if the first
/// of its own is among them, so that those with other labels are not looked at.
/// </summary>
internal sealed class StandInIndex
{
    private readonly IReadOnlyList<Representative> standIns;
    private readonly ILookup<(string Key, string Value), int> byPodLabel;
    private readonly ILookup<(string Key, string Value), int> byNamespaceLabel;

    public StandInIndex(IReadOnlyList<Representative> standIns)
    {
        this.standIns = standIns;
        byPodLabel = ByLabel(standIn => standIn.Pods);
        byNamespaceLabel = ByLabel(standIn => standIn.Namespaces);
    }

    /// <summary>Their places in the list, in order.</summary>
    public IReadOnlyList<int> Matching(LabelQuery pods, LabelQuery namespaces) =>
    [
        .. (Candidates(pods, byPodLabel) ?? Candidates(namespaces, byNamespaceLabel) ?? Enumerable.Range(0, standIns.Count))
            .Where(number => standIns[number].Pods.Implies(pods) && standIns[number].Namespaces.Implies(namespaces)),
    ];

    /// <summary>Null where no demand of the query names values.</summary>
    private static IEnumerable<int>? Candidates(LabelQuery query, ILookup<(string Key, string Value), int> byLabel) =>
        query.Demands.FirstOrDefault(demand => demand.Operator == LabelOperator.In) is { } demand
            ? demand.Values.SelectMany(value => byLabel[(demand.Key, value)]).Distinct().Order()
            : null;

    private ILookup<(string Key, string Value), int> ByLabel(Func<Representative, LabelQuery> query) => standIns
        .SelectMany((standIn, number) => query(standIn).Demands
            .Where(demand => demand.Operator == LabelOperator.In && demand.Values.Count > 0)
            .Select(demand => (Label: (demand.Key, demand.Values[0]), number)))
        .ToLookup(pair => pair.Label, pair => pair.number);
}
