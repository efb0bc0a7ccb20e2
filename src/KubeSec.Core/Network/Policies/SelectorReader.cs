using System.Text.RegularExpressions;
using KubeSec.Manifests;

namespace KubeSec.Network;

/// <summary>Reads label selectors and reports what the API server would refuse (apimachinery, ValidateLabelSelector).</summary>
internal static partial class SelectorReader
{
    public static LabelQuery Read(Field selector, PolicyFaults faults)
    {
        if (selector.Exists && selector.Node is not MappingNode)
        {
            faults.Invalid(selector, $"{selector.Path} must be a label selector");
            return LabelQuery.Unreadable;
        }

        bool strange = faults.HasUnknownFields(selector, "matchLabels", "matchExpressions");
        strange |= faults.IsNoList(selector["matchExpressions"]) | faults.IsNoMapping(selector["matchLabels"]);
        foreach (Field pair in selector["matchLabels"].Entries)
        {
            CheckKey(pair, pair.Name, faults);
            CheckValue(pair, faults);
        }

        foreach (Field expression in selector["matchExpressions"].Items)
        {
            strange |= faults.HasUnknownFields(expression, "key", "operator", "values");
            CheckExpression(expression, faults);
        }

        return strange ? LabelQuery.Unreadable : LabelQuery.Read(selector);
    }

    private static void CheckExpression(Field expression, PolicyFaults faults)
    {
        CheckKey(expression["key"], expression["key"].Node is ScalarNode { Type: ScalarType.String } key ? key.Text : "", faults);
        bool hasValues = expression["values"].Items.Any();
        switch (expression["operator"].Text)
        {
            case "In" or "NotIn" when !hasValues:
                faults.Invalid(expression["values"], $"{expression.Path}.values must be given with operator {expression["operator"].Text}");
                break;
            case "Exists" or "DoesNotExist" when hasValues:
                faults.Invalid(expression["values"], $"{expression.Path}.values must not be given with operator {expression["operator"].Text}");
                break;
            case "In" or "NotIn" or "Exists" or "DoesNotExist":
                break;
            default:
                faults.NoSuchWord(expression["operator"], "operator of a label selector", "In, NotIn, Exists, DoesNotExist");
                break;
        }

        foreach (Field value in expression["values"].Items)
        {
            CheckValue(value, faults);
        }
    }

    private static void CheckKey(Field at, string key, PolicyFaults faults)
    {
        string[] parts = key.Split('/');
        bool valid = parts.Length <= 2
            && parts[^1].Length <= 63 && LabelName().IsMatch(parts[^1])
            && (parts.Length == 1 || DnsSubdomain.Is(parts[0]));
        if (!valid)
        {
            faults.Invalid(at, at.Exists ? $"'{(at.Name == "key" ? at.Text : key)}' is no label key" : $"{at.Path} is missing");
        }
    }

    private static void CheckValue(Field value, PolicyFaults faults)
    {
        if (value.Node is not ScalarNode { Type: ScalarType.String } scalar)
        {
            faults.Invalid(value, $"the label value '{value.Text}' must be a string; put it in quotes");
        }
        else if (scalar.Text.Length > 63 || (scalar.Text.Length > 0 && !LabelName().IsMatch(scalar.Text)))
        {
            faults.Invalid(value, $"'{scalar.Text}' is no label value");
        }
    }

    [GeneratedRegex("^[A-Za-z0-9]([-A-Za-z0-9_.]*[A-Za-z0-9])?$", RegexOptions.CultureInvariant)]
    private static partial Regex LabelName();
}
