using System.Diagnostics.CodeAnalysis;
using System.Text.Json;

namespace KubeSec.Images;

/// <summary>What an image says about how it is run and was made (OCI image specification, config.md).</summary>
internal sealed record ImageConfiguration
{
    /// <summary>Real ones have some kilobytes.</summary>
    private const int MaxLength = 4 * 1024 * 1024;

    public string OperatingSystem { get; init; } = "";

    /// <summary>Empty for root.</summary>
    public string User { get; init; } = "";

    /// <summary>Name and value, in their order.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> Environment { get; init; } = [];

    public IReadOnlyList<KeyValuePair<string, string>> Labels { get; init; } = [];

    /// <summary>Entry point and default arguments.</summary>
    public IReadOnlyList<string> Command { get; init; } = [];

    /// <summary>The instruction that made each layer.</summary>
    public IReadOnlyList<string> History { get; init; } = [];

    /// <summary>Whether the user is root: nobody named, <c>root</c>, or the number 0, with or without a group.</summary>
    public bool RunsAsRoot
    {
        get
        {
            string user = User.Split(':')[0].Trim();
            return user.Length == 0 || user == "root" || user.All(character => character == '0');
        }
    }

    /// <summary>Reads a configuration.</summary>
    /// <param name="json">The document.</param>
    /// <param name="configuration">What it says.</param>
    /// <param name="problem">Why it is none otherwise.</param>
    public static bool TryRead(string json, [NotNullWhen(true)] out ImageConfiguration? configuration, [NotNullWhen(false)] out string? problem)
    {
        configuration = null;
        problem = null;
        if (json.Length > MaxLength)
        {
            problem = "it is larger than 4 MiB";
            return false;
        }

        try
        {
            using JsonDocument document = JsonDocument.Parse(json, new JsonDocumentOptions { MaxDepth = 16 });
            configuration = Read(document.RootElement);
            return true;
        }
        catch (Exception fault) when (fault is JsonException or InvalidOperationException)
        {
            problem = fault is JsonException { LineNumber: { } line } ? FormattableString.Invariant($"it is not valid JSON near line {line + 1}") : "a field has another type than the specification gives it";
            return false;
        }
    }

    private static ImageConfiguration Read(JsonElement root)
    {
        JsonElement run = Member(root, "config");
        return new ImageConfiguration
        {
            OperatingSystem = Text(Member(root, "os")),
            User = Text(Member(run, "User")),
            Environment = [.. Items(Member(run, "Env")).Select(item => Pair(Text(item)))],
            Labels = [.. Members(Member(run, "Labels")).Select(label => KeyValuePair.Create(label.Name, Text(label.Value)))],
            Command = [.. Items(Member(run, "Entrypoint")).Concat(Items(Member(run, "Cmd"))).Select(Text)],
            History = [.. Items(Member(root, "history")).Select(step => Text(Member(step, "created_by")))],
        };
    }

    private static KeyValuePair<string, string> Pair(string text)
    {
        int equals = text.IndexOf('=', StringComparison.Ordinal);
        return equals < 0 ? new(text, "") : new(text[..equals], text[(equals + 1)..]);
    }

    private static JsonElement Member(JsonElement element, string name) =>
        IsThere(element) && element.TryGetProperty(name, out JsonElement member) ? member : default;

    private static IEnumerable<JsonElement> Items(JsonElement element) => IsThere(element) ? element.EnumerateArray() : [];

    private static IEnumerable<JsonProperty> Members(JsonElement element) => IsThere(element) ? element.EnumerateObject() : [];

    private static string Text(JsonElement element) => IsThere(element) ? element.GetString() ?? "" : "";

    private static bool IsThere(JsonElement element) => element.ValueKind is not (JsonValueKind.Undefined or JsonValueKind.Null);
}
