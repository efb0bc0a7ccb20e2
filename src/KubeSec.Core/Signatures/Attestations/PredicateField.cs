using System.Globalization;
using System.Text.Json;

namespace KubeSec.Signatures;

/// <summary>A value somewhere in a predicate, or its absence; what is not there reads as null all the way down.</summary>
internal readonly struct PredicateField(JsonElement? element)
{
    public bool Exists => element is { ValueKind: not JsonValueKind.Null };

    /// <summary>The text of a string; numbers and booleans as JSON writes them.</summary>
    public string? Text => element?.ValueKind switch
    {
        JsonValueKind.String => element.Value.GetString(),
        JsonValueKind.Number or JsonValueKind.True or JsonValueKind.False => element.Value.GetRawText(),
        _ => null,
    };

    public bool IsList => element is { ValueKind: JsonValueKind.Array };

    public decimal? Number => element is { ValueKind: JsonValueKind.Number } number && number.TryGetDecimal(out var value)
        ? value
        : decimal.TryParse(Text, NumberStyles.Number, CultureInfo.InvariantCulture, out var parsed) ? parsed : null;

    public PredicateField this[string name] =>
        new(element is { ValueKind: JsonValueKind.Object } map && map.TryGetProperty(name, out var value) ? value : null);

    public IEnumerable<PredicateField> Items =>
        element is { ValueKind: JsonValueKind.Array } array ? array.EnumerateArray().Select(item => new PredicateField(item)) : [];

    /// <summary>The field at a path such as <c>buildDefinition.resolvedDependencies[0].uri</c>.</summary>
    public PredicateField At(string path)
    {
        var field = this;
        foreach (var step in path.Split('.'))
        {
            var bracket = step.IndexOf('[', StringComparison.Ordinal);
            field = field[bracket < 0 ? step : step[..bracket]];
            if (bracket >= 0)
            {
                var index = int.TryParse(step[(bracket + 1)..].TrimEnd(']'), NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : -1;
                field = index < 0 ? new PredicateField(null) : field.Items.ElementAtOrDefault(index);
            }
        }

        return field;
    }
}
