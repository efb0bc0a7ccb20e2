using System.Globalization;
using System.Text.Json;

namespace KubeSec.Feedback.Sources;

/// <summary>Reads fields of events. Sensors write <c>null</c>, <c>""</c> and <c>&lt;NA&gt;</c> alike for what they do not know.</summary>
internal static class JsonFields
{
    /// <summary>The value at a path of property names; undefined where a step is missing.</summary>
    public static JsonElement At(this JsonElement element, params ReadOnlySpan<string> path)
    {
        foreach (string name in path)
        {
            if (element.ValueKind != JsonValueKind.Object || !element.TryGetProperty(name, out element))
            {
                return default;
            }
        }

        return element;
    }

    /// <summary>The text at a path: strings and numbers as written; null where missing.</summary>
    public static string? Text(this JsonElement element, params ReadOnlySpan<string> path)
    {
        JsonElement value = element.At(path);
        string? text = value.ValueKind switch
        {
            JsonValueKind.String => value.GetString(),
            JsonValueKind.Number => value.GetRawText(),
            // Elastic's pipelines wrap single values in arrays.
            JsonValueKind.Array when value.GetArrayLength() == 1 && value[0].ValueKind == JsonValueKind.String => value[0].GetString(),
            _ => null,
        };
        // PostgreSQL keeps no U+0000 in a text, and an event shall be the same event in every store.
        return string.IsNullOrWhiteSpace(text) || text is "<NA>" or "N/A" ? null : text.Replace('\0', '\ufffd');
    }

    /// <summary>The whole number at a path, exactly; null where missing.</summary>
    public static long? Number(this JsonElement element, params ReadOnlySpan<string> path) =>
        element.Text(path) is { } text && long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out long number) ? number : null;

    /// <summary>The items of an array at a path; none where it is missing or no array.</summary>
    public static IEnumerable<JsonElement> Items(this JsonElement element, params ReadOnlySpan<string> path)
    {
        JsonElement value = element.At(path);
        return value.ValueKind == JsonValueKind.Array ? value.EnumerateArray() : Enumerable.Empty<JsonElement>();
    }

    public static bool Has(this JsonElement element, string name) =>
        element.ValueKind == JsonValueKind.Object && element.TryGetProperty(name, out _);

    public static bool IsText(this JsonElement element, params ReadOnlySpan<string> path) => element.At(path).ValueKind == JsonValueKind.String;
}
