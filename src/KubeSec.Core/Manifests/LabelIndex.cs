namespace KubeSec.Manifests;

/// <summary>Finds what label selectors match by the rarest label each asks for, so that many selectors need not see every pair.</summary>
/// <typeparam name="T">What carries the labels.</typeparam>
internal sealed class LabelIndex<T>
{
    private readonly IReadOnlyList<T> all;
    private readonly Func<T, Field> labelsOf;
    private readonly ILookup<(string Name, string? Text), T> byLabel;

    /// <param name="all">What may be found, in the order it is found in.</param>
    /// <param name="labelsOf">Its labels.</param>
    public LabelIndex(IEnumerable<T> all, Func<T, Field> labelsOf)
    {
        this.all = [.. all];
        this.labelsOf = labelsOf;
        byLabel = this.all
            .SelectMany(one => labelsOf(one).Entries.Select(label => (Key: (label.Name, label.Text), One: one)))
            .ToLookup(pair => pair.Key, pair => pair.One);
    }

    /// <summary>What a selector of the Kubernetes API matches; everything where it is empty.</summary>
    public IEnumerable<T> Matching(Field selector) =>
        Candidates(selector["matchLabels"]).Where(one => LabelSelector.Matches(selector, labelsOf(one)));

    /// <summary>What has all the labels of a plain selector, as a Service has; none where it is empty.</summary>
    public IEnumerable<T> Having(Field labels) => labels.Entries.Any()
        ? Candidates(labels).Where(one => labels.Entries.All(pair => labelsOf(one)[pair.Name].Text == pair.Text))
        : [];

    private IEnumerable<T> Candidates(Field labels) =>
        labels.Entries.Select(label => byLabel[(label.Name, label.Text)]).MinBy(found => found.Count()) ?? all;
}
