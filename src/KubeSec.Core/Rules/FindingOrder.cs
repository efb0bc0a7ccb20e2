using KubeSec.Findings;

namespace KubeSec.Rules;

/// <summary>By file and place, then by everything else that can differ: the same findings always come in the same order.</summary>
internal sealed class FindingOrder : IComparer<Finding>
{
    public static FindingOrder Instance { get; } = new();

    public int Compare(Finding? x, Finding? y)
    {
        if (x is null || y is null)
        {
            return (x is null ? 0 : 1) - (y is null ? 0 : 1);
        }

        return First(
            string.CompareOrdinal(x.Span.File, y.Span.File),
            x.Span.Line.CompareTo(y.Span.Line),
            x.Span.Column.CompareTo(y.Span.Column),
            string.CompareOrdinal(x.Rule.Code, y.Rule.Code),
            string.CompareOrdinal(x.Message, y.Message),
            string.CompareOrdinal(x.Path, y.Path),
            string.CompareOrdinal(x.Resource?.ToString(), y.Resource?.ToString()));
    }

    private static int First(params ReadOnlySpan<int> comparisons)
    {
        foreach (int comparison in comparisons)
        {
            if (comparison != 0)
            {
                return comparison;
            }
        }

        return 0;
    }
}
