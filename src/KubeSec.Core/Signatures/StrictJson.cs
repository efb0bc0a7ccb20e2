using System.Globalization;
using System.Text.Json;
using System.Text.Unicode;
using KubeSec.Images;

namespace KubeSec.Signatures;

/// <summary>
/// One JSON object as a closed form: every field is asked for by name, and a field nobody asked for, a duplicate or a
/// wrong type is refused with its path. What a reader skips is what an attacker writes.
/// </summary>
internal readonly struct StrictJson
{
    private const int MaxDepth = 24;

    private readonly JsonElement _element;
    private readonly string _path;
    private readonly string _reason;

    private StrictJson(JsonElement element, string path, string reason)
    {
        _element = element;
        _path = path;
        _reason = reason;
        RefusedException.Unless(element.ValueKind == JsonValueKind.Object, reason, $"{path} must be an object");
    }

    /// <summary>Parses a whole document, whose root must be an object.</summary>
    /// <param name="utf8">The document.</param>
    /// <param name="maxSize">The largest size that is read.</param>
    /// <param name="what">What it is, for messages.</param>
    /// <param name="reason">The reason code for anything wrong with its form.</param>
    /// <param name="read">Turns the root into a value; the document is gone afterwards.</param>
    public static T Parse<T>(ReadOnlyMemory<byte> utf8, int maxSize, string what, string reason, Func<StrictJson, T> read)
    {
        RefusedException.Unless(utf8.Length <= maxSize, ReasonCodes.LimitExceeded, $"{what} is larger than {maxSize} bytes");
        RefusedException.Unless(Utf8.IsValid(utf8.Span), reason, $"{what} is not UTF-8");
        try
        {
            using var document = JsonDocument.Parse(utf8, new JsonDocumentOptions { MaxDepth = MaxDepth, AllowDuplicateProperties = false });
            return read(new StrictJson(document.RootElement, what, reason));
        }
        catch (JsonException) when (JsonDepth.IsBeyond(utf8.Span, MaxDepth))
        {
            throw new RefusedException(ReasonCodes.LimitExceeded, $"{what} is nested more than {MaxDepth} deep");
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            // InvalidOperationException is how System.Text.Json reports an escaped half of a surrogate pair.
            throw new RefusedException(reason, $"{what} is not valid JSON: {exception.Message}");
        }
    }

    /// <summary>Refuses every field but these.</summary>
    public StrictJson Only(params ReadOnlySpan<string> names)
    {
        foreach (var property in _element.EnumerateObject())
        {
            if (!names.Contains(property.Name))
            {
                throw new RefusedException(_reason, $"{_path} has an unknown field '{property.Name}'");
            }
        }

        return this;
    }

    /// <summary>Whether the field is there; as in protobuf JSON, null means absent.</summary>
    public bool Has(string name) => Find(name) is not null;

    public StrictJson? OptionalObject(string name) => Find(name) is { } element ? new StrictJson(element, Path(name), _reason) : null;

    public StrictJson Object(string name) => OptionalObject(name) ?? throw Missing(name);

    public string? OptionalString(string name)
    {
        if (Find(name) is not { } element)
        {
            return null;
        }

        RefusedException.Unless(element.ValueKind == JsonValueKind.String, _reason, $"{Path(name)} must be a string");
        return element.GetString();
    }

    public string String(string name) => OptionalString(name) ?? throw Missing(name);

    /// <summary>A whole number, written as such or, as protobuf JSON writes 64-bit numbers, as a string of digits.</summary>
    public long? OptionalInteger(string name)
    {
        if (Find(name) is not { } element)
        {
            return null;
        }

        var value = 0L;
        var valid = element.ValueKind switch
        {
            JsonValueKind.Number => element.TryGetInt64(out value),
            JsonValueKind.String => long.TryParse(element.GetString(), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out value)
                && value.ToString(CultureInfo.InvariantCulture) == element.GetString(),
            _ => false,
        };
        RefusedException.Unless(valid, _reason, $"{Path(name)} must be a whole number");
        return value;
    }

    public byte[]? OptionalBytes(string name, string? reason = null)
    {
        var text = OptionalString(name);
        return text is null
            ? null
            : StrictBase64.Decode(text) ?? throw new RefusedException(reason ?? ReasonCodes.Base64Invalid, $"{Path(name)} is not valid base64");
    }

    public byte[] Bytes(string name) => OptionalBytes(name) ?? throw Missing(name);

    /// <summary>The objects of an array; an absent one is empty.</summary>
    public List<StrictJson> Objects(string name, int max)
    {
        var items = new List<StrictJson>();
        foreach (var (element, path) in Elements(name, max))
        {
            items.Add(new StrictJson(element, path, _reason));
        }

        return items;
    }

    /// <summary>The names of all fields.</summary>
    public IReadOnlyList<string> Names() => [.. _element.EnumerateObject().Select(property => property.Name)];

    /// <summary>A whole number written as one, never as a string.</summary>
    public long Number(string name)
    {
        var value = 0L;
        RefusedException.Unless(
            Find(name) is { ValueKind: JsonValueKind.Number } element && element.TryGetInt64(out value), _reason, $"{Path(name)} must be a whole number");
        return value;
    }

    /// <summary>The strings of an array; an absent one is empty.</summary>
    public List<string> Texts(string name, int max)
    {
        var items = new List<string>();
        foreach (var (element, path) in Elements(name, max))
        {
            RefusedException.Unless(element.ValueKind == JsonValueKind.String, _reason, $"{path} must be a string");
            items.Add(element.GetString()!);
        }

        return items;
    }

    /// <summary>All fields of an open object whose values are strings, by name.</summary>
    public IReadOnlyDictionary<string, string> Strings()
    {
        var strings = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach (var property in _element.EnumerateObject().Where(property => property.Value.ValueKind == JsonValueKind.String))
        {
            strings.Add(property.Name, property.Value.GetString()!);
        }

        return strings;
    }

    /// <summary>The base64 strings of an array; an absent one is empty.</summary>
    public List<byte[]> BytesArray(string name, int max)
    {
        var items = new List<byte[]>();
        foreach (var (element, path) in Elements(name, max))
        {
            RefusedException.Unless(element.ValueKind == JsonValueKind.String, _reason, $"{path} must be a string");
            items.Add(StrictBase64.Decode(element.GetString()!) ?? throw new RefusedException(ReasonCodes.Base64Invalid, $"{path} is not valid base64"));
        }

        return items;
    }

    public RefusedException Missing(string name) => new(_reason, $"{Path(name)} is missing");

    public RefusedException Wrong(string name, string expectation) => new(_reason, $"{Path(name)} {expectation}");

    private List<(JsonElement Element, string Path)> Elements(string name, int max)
    {
        var items = new List<(JsonElement, string)>();
        if (Find(name) is not { } array)
        {
            return items;
        }

        RefusedException.Unless(array.ValueKind == JsonValueKind.Array, _reason, $"{Path(name)} must be an array");
        RefusedException.Unless(array.GetArrayLength() <= max, ReasonCodes.LimitExceeded, $"{Path(name)} has more than {max} items");
        foreach (var element in array.EnumerateArray())
        {
            items.Add((element, FormattableString.Invariant($"{Path(name)}[{items.Count}]")));
        }

        return items;
    }

    private JsonElement? Find(string name) =>
        _element.TryGetProperty(name, out var value) && value.ValueKind != JsonValueKind.Null ? value : null;

    private string Path(string name) => $"{_path}.{name}";
}
