using System.Text.RegularExpressions;
using KubeSec.Manifests;
using KubeSec.Rules.Catalogue.Resources;

namespace KubeSec.Gate.Policies;

/// <summary>The state of a field that a rule of the policy file flags.</summary>
internal static class FieldCondition
{
    private static readonly string[] Keys = ["equals", "notEquals", "oneOf", "notOneOf", "matches", "notMatches", "atLeast", "atMost"];

    /// <summary>Reads <c>missing</c>, <c>present</c>, or a mapping with one comparison; null with a report where it is neither.</summary>
    public static Func<Field, bool>? Read(PolicyNode condition)
    {
        if (!condition.IsMapping)
        {
            return ReadWord(condition);
        }

        condition.Allow(Keys);
        string[] named = [.. Keys.Where(key => condition[key].Exists)];
        if (named.Length != 1)
        {
            condition.Report($"a condition holds one of {string.Join(", ", Keys)}");
            return null;
        }

        return ReadComparison(named[0], condition[named[0]]);
    }

    private static Func<Field, bool>? ReadWord(PolicyNode condition)
    {
        switch (condition.Field.Text)
        {
            case "missing":
                return field => !field.Exists;
            case "present":
                return field => field.Exists;
            default:
                condition.Report($"write condition: missing, condition: present, or a mapping with one of {string.Join(", ", Keys)}");
                return null;
        }
    }

    /// <summary>Comparisons are about values: a missing field satisfies none of them.</summary>
    private static Func<Field, bool>? ReadComparison(string key, PolicyNode value) => key switch
    {
        "equals" => value.Text() is { } text ? field => field.Text == text : null,
        "notEquals" => value.Text() is { } text ? field => field.Text is { } found && found != text : null,
        "oneOf" => OneOf(value, wanted: true),
        "notOneOf" => OneOf(value, wanted: false),
        "matches" => Matches(value, wanted: true),
        "notMatches" => Matches(value, wanted: false),
        "atLeast" => Amount(value) is { } least ? field => Quantity.Of(field) >= least : null,
        _ => Amount(value) is { } most ? field => Quantity.Of(field) <= most : null,
    };

    private static Func<Field, bool> OneOf(PolicyNode value, bool wanted)
    {
        IReadOnlyList<string> words = value.Texts();
        return field => field.Text is { } found && words.Contains(found, StringComparer.Ordinal) == wanted;
    }

    private static Func<Field, bool>? Matches(PolicyNode value, bool wanted)
    {
        if (value.Text() is not { } pattern)
        {
            return null;
        }

        try
        {
            // Manifests are hostile: without backtracking, matching is linear whatever the text.
            var regex = new Regex(pattern, RegexOptions.NonBacktracking | RegexOptions.CultureInvariant, TimeSpan.FromSeconds(1));
            return field => field.Text is { } found && regex.IsMatch(found) == wanted;
        }
        catch (Exception fault) when (fault is ArgumentException or NotSupportedException)
        {
            value.Report($"'{pattern}' is no regular expression that can be matched in linear time: {fault.Message}");
            return null;
        }
    }

    private static decimal? Amount(PolicyNode value)
    {
        decimal? amount = Quantity.Of(value.Field);
        if (amount is null)
        {
            value.Report("write a number, or an amount such as 500m or 128Mi");
        }

        return amount;
    }
}
