using KubeSec.Findings;

namespace KubeSec.Rules;

/// <summary>By file and place, then by everything else that can differ: the same findings always come in the same order.</summary>
internal sealed class FindingOrder : IComparer<Finding>
{
    public static FindingOrder Instance { get; } = new();

    /// <summary>The findings in their order; what comes out of a linter is in order already.</summary>
    public static IReadOnlyList<Finding> Sorted(IReadOnlyList<Finding> findings)
    {
        for (int i = 1; i < findings.Count; i++)
        {
            if (Instance.Compare(findings[i - 1], findings[i]) > 0)
            {
                return [.. findings.Order(Instance)];
            }
        }

        return findings;
    }

    public int Compare(Finding? x, Finding? y)
    {
        if (x is null || y is null)
        {
            return (x is null ? 0 : 1) - (y is null ? 0 : 1);
        }

        int order = ReferenceEquals(x.Span.File, y.Span.File) ? 0 : string.CompareOrdinal(x.Span.File, y.Span.File);
        order = order != 0 ? order : x.Span.Line.CompareTo(y.Span.Line);
        order = order != 0 ? order : x.Span.Column.CompareTo(y.Span.Column);
        order = order != 0 ? order : string.CompareOrdinal(x.Rule.Code, y.Rule.Code);
        order = order != 0 ? order : string.CompareOrdinal(x.Message, y.Message);
        order = order != 0 ? order : string.CompareOrdinal(x.Path, y.Path);
        return order != 0 || ReferenceEquals(x.Resource, y.Resource) ? order : string.CompareOrdinal(x.Resource?.ToString(), y.Resource?.ToString());
    }
}
