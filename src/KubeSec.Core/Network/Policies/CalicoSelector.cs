using System.Text.RegularExpressions;
using KubeSec.Manifests;

namespace KubeSec.Network;

/// <summary>
/// Reads Calico's selector expressions where they are a conjunction of what a label selector can say: <c>all()</c>,
/// <c>key == 'v'</c>, <c>!=</c>, <c>in {…}</c>, <c>not in {…}</c>, <c>has(key)</c>, <c>!has(key)</c>, joined by <c>&amp;&amp;</c>.
/// </summary>
internal static partial class CalicoSelector
{
    private const int LongestExpression = 4096;

    /// <summary>Pods; everything where the selector is missing, null where it cannot be read.</summary>
    public static LabelQuery? ReadPods(Field selector) => Read(selector, static key => IsReserved(key) ? null : key);

    /// <summary>Namespaces, whose names Calico keeps in a label of its own.</summary>
    public static LabelQuery? ReadNamespaces(Field selector) => Read(selector, static key =>
        key is "projectcalico.org/name" or NamespaceLabels.NameLabel ? NamespaceLabels.NameLabel : IsReserved(key) ? null : key);

    private static LabelQuery? Read(Field selector, Func<string, string?> rename)
    {
        if (!selector.Exists || string.IsNullOrWhiteSpace(selector.Text))
        {
            return selector.Exists && selector.Text is null ? null : LabelQuery.Everything;
        }

        if (selector.Text!.Length > LongestExpression)
        {
            return null;
        }

        var demands = new List<LabelDemand>();
        foreach (string part in selector.Text.Split("&&"))
        {
            if (part.Trim() == "all()")
            {
                continue;
            }

            if (Demand(part.Trim(), rename) is not { } demand)
            {
                return null;
            }

            demands.Add(demand);
        }

        return LabelQuery.Of(demands);
    }

    private static LabelDemand? Demand(string text, Func<string, string?> rename)
    {
        Match match = Term().Match(text);
        if (!match.Success || rename(match.Groups["key"].Value) is not { } key)
        {
            return null;
        }

        if (match.Groups["has"].Success)
        {
            return new LabelDemand(key, match.Groups["not"].Length > 0 ? LabelOperator.DoesNotExist : LabelOperator.Exists, []);
        }

        string[] values = [.. Quoted().Matches(match.Groups["values"].Value).Select(value => value.Groups["text"].Value).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];
        bool isIn = match.Groups["operator"].Value is "==" or "in";
        return values.Length == 0 ? null : new LabelDemand(key, isIn ? LabelOperator.In : LabelOperator.NotIn, values) { IsPlain = isIn && values.Length == 1 };
    }

    /// <summary>Labels that Calico makes up from other facts than the pod's own labels.</summary>
    private static bool IsReserved(string key) => key.StartsWith("projectcalico.org/", StringComparison.Ordinal) || key.StartsWith("pcns.", StringComparison.Ordinal) || key.StartsWith("pcsa.", StringComparison.Ordinal);

    [GeneratedRegex("""^(?:(?<not>!?)(?<has>has)\(\s*(?<key>[\w./-]+)\s*\)|(?<key>[\w./-]+)\s*(?:(?<operator>==|!=)\s*(?<values>'[^']*'|"[^"]*")|(?<operator>in|not\s+in)\s*\{(?<values>\s*(?:'[^']*'|"[^"]*")(?:\s*,\s*(?:'[^']*'|"[^"]*"))*\s*)\}))$""", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Term();

    [GeneratedRegex("""['"](?<text>[^'"]*)['"]""", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Quoted();
}
