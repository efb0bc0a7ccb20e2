using System.Text;
using KubeSec.Manifests;

namespace KubeSec.Network;

/// <summary>One demand of a label selector.</summary>
/// <param name="Key">The label.</param>
/// <param name="Operator">What is asked of it.</param>
/// <param name="Values">The values of In and NotIn, sorted; none otherwise.</param>
internal sealed record LabelDemand(string Key, LabelOperator Operator, IReadOnlyList<string> Values)
{
    /// <summary>Whether it is written under matchLabels: a label that is known, not a demand that many may meet.</summary>
    public bool IsPlain { get; init; }

    public bool Holds(string? actual) => Operator switch
    {
        LabelOperator.In => actual is not null && Values.Contains(actual, StringComparer.Ordinal),
        LabelOperator.NotIn => actual is null || !Values.Contains(actual, StringComparer.Ordinal),
        LabelOperator.Exists => actual is not null,
        _ => actual is null,
    };

    /// <summary>Whether every label set that meets this demand meets the other one too.</summary>
    public bool Implies(LabelDemand other) => Key == other.Key && (Operator, other.Operator) switch
    {
        (LabelOperator.In, LabelOperator.In) => Values.All(other.Values.Contains),
        (LabelOperator.In, LabelOperator.NotIn) => !Values.Any(other.Values.Contains),
        (LabelOperator.In or LabelOperator.Exists, LabelOperator.Exists) => true,
        (LabelOperator.NotIn, LabelOperator.NotIn) => other.Values.All(Values.Contains),
        (LabelOperator.DoesNotExist, LabelOperator.NotIn or LabelOperator.DoesNotExist) => true,
        _ => false,
    };
}

/// <summary>The operators of metav1.LabelSelectorRequirement.</summary>
internal enum LabelOperator
{
    In,
    NotIn,
    Exists,
    DoesNotExist,
}

/// <summary>
/// A label selector compiled once, with a canonical text that makes equal selectors recognisable.
/// The empty selector matches everything; what a missing one means is the caller's to know.
/// </summary>
internal sealed class LabelQuery
{
    private LabelQuery(IReadOnlyList<LabelDemand> demands, bool isValid)
    {
        Demands = [.. demands.OrderBy(demand => demand.Key, StringComparer.Ordinal).ThenBy(demand => demand.Operator).ThenBy(demand => string.Join(',', demand.Values), StringComparer.Ordinal)];
        IsValid = isValid;
        Text = Describe();
    }

    public static LabelQuery Everything { get; } = new([], isValid: true);

    /// <summary>Stands in for a selector that cannot be read: matches nothing.</summary>
    public static LabelQuery Unreadable { get; } = new([], isValid: false);

    public IReadOnlyList<LabelDemand> Demands { get; }

    /// <summary>False where a demand could not be read; such a selector matches nothing.</summary>
    public bool IsValid { get; }

    public bool IsEmpty => Demands.Count == 0 && IsValid;

    /// <summary>Canonical text, such as <c>{app=web}</c>; equal for equal selectors.</summary>
    public string Text { get; }

    public static LabelQuery OfName(string namespaceName) =>
        new([new LabelDemand(NamespaceLabels.NameLabel, LabelOperator.In, [namespaceName]) { IsPlain = true }], isValid: true);

    /// <summary>A selector of demands that are known to be well formed.</summary>
    public static LabelQuery Of(IReadOnlyList<LabelDemand> demands) => new(demands, isValid: true);

    public static LabelQuery Read(Field selector)
    {
        var demands = new List<LabelDemand>();
        bool valid = true;
        foreach (Field pair in selector["matchLabels"].Entries)
        {
            demands.Add(new LabelDemand(pair.Name, LabelOperator.In, [pair.Text ?? ""]) { IsPlain = true });
        }

        foreach (Field expression in selector["matchExpressions"].Items)
        {
            string[] values = [.. expression["values"].Items.Select(value => value.Text ?? "").Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];
            bool known = Enum.TryParse(expression["operator"].Text, ignoreCase: false, out LabelOperator operation) && Enum.IsDefined(operation);
            bool takesValues = operation is LabelOperator.In or LabelOperator.NotIn;
            valid &= known && takesValues == values.Length > 0 && expression["key"].Text is { Length: > 0 };
            demands.Add(new LabelDemand(expression["key"].Text ?? "", operation, values));
        }

        return new LabelQuery(demands, valid);
    }

    public bool Matches(IReadOnlyDictionary<string, string> labels) =>
        IsValid && Demands.All(demand => demand.Holds(labels.GetValueOrDefault(demand.Key)));

    /// <summary>Whether every label set that this selector matches is matched by the other one too, as far as one demand can show.</summary>
    public bool Implies(LabelQuery other) =>
        IsValid && other.IsValid && other.Demands.All(wanted => Demands.Any(demand => demand.Implies(wanted)));

    private string Describe()
    {
        var text = new StringBuilder("{");
        foreach (LabelDemand demand in Demands)
        {
            text.Append(text.Length > 1 ? "," : "");
            _ = demand switch
            {
                { Operator: LabelOperator.In, Values: [string only] } => text.Append(demand.Key).Append('=').Append(only),
                { Operator: LabelOperator.Exists } => text.Append(demand.Key),
                { Operator: LabelOperator.DoesNotExist } => text.Append('!').Append(demand.Key),
                _ => text.Append(demand.Key).Append(demand.Operator == LabelOperator.In ? " in (" : " notin (").AppendJoin(',', demand.Values).Append(')'),
            };
        }

        return text.Append(IsValid ? "}" : " unreadable}").ToString();
    }
}
