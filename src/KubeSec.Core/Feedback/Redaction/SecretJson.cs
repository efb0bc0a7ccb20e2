using System.Buffers;
using System.Text.Json;

namespace KubeSec.Feedback.Redaction;

/// <summary>Rewrites an event's JSON without its secrets: by the name of a property, by its place, and by the look of its text.</summary>
internal static class SecretJson
{
    /// <summary>Longer events are not kept beside what was understood of them.</summary>
    public const int MaximumLength = 64 * 1024;

    /// <summary>The event as compact redacted JSON; null where it is longer than <see cref="MaximumLength"/>.</summary>
    public static byte[]? Redact(JsonElement root)
    {
        var buffer = new ArrayBufferWriter<byte>(1024);
        using var writer = new Utf8JsonWriter(buffer, new JsonWriterOptions { SkipValidation = true, MaxDepth = 512 });
        Write(writer, root, Place.Ordinary);
        writer.Flush();
        return buffer.WrittenCount <= MaximumLength ? buffer.WrittenSpan.ToArray() : null;
    }

    private enum Place
    {
        Ordinary,

        /// <summary>Below a name that holds secrets: every scalar goes.</summary>
        Secret,

        /// <summary>Below <c>env</c>: every value goes, names stay.</summary>
        Environment,
    }

    private static void Write(Utf8JsonWriter writer, JsonElement element, Place place)
    {
        switch (element.ValueKind)
        {
            case JsonValueKind.Object:
                Place value = place == Place.Ordinary ? OfPair(element) : place;
                writer.WriteStartObject();
                foreach (JsonProperty property in element.EnumerateObject())
                {
                    // Each asking for the name makes a text of it.
                    string name = property.Name;
                    writer.WritePropertyName(SecretText.Redact(name));
                    Write(writer, property.Value, value != Place.Ordinary && name is ("value" or "Value") ? value : Below(place, name, property.Value));
                }

                writer.WriteEndObject();
                break;
            case JsonValueKind.Array when JoinedText(element) is { } joined:
                WriteList(writer, element, joined, place);
                break;
            case JsonValueKind.Array:
                writer.WriteStartArray();
                foreach (JsonElement item in element.EnumerateArray())
                {
                    Write(writer, item, place);
                }

                writer.WriteEndArray();
                break;
            case JsonValueKind.String:
                writer.WriteStringValue(Text(element.GetString()!, place));
                break;
            case JsonValueKind.Number when place != Place.Ordinary:
                writer.WriteStringValue(SecretText.Mark);
                break;
            default:
                element.WriteTo(writer);
                break;
        }
    }

    private static Place Below(Place place, string name, JsonElement value) => place switch
    {
        Place.Secret => Place.Secret,
        Place.Environment => name is "name" or "Name" or "key" or "Key" ? Place.Ordinary : Place.Environment,
        _ when HoldsContent(name, value) || SecretText.NamesSecret(name) => Place.Secret,
        _ when NamesEnvironment(name) => Place.Environment,
        _ => Place.Ordinary,
    };

    // {"name": "Authorization", "value": "…"}, as headers, arguments and settings are listed.
    private static Place OfPair(JsonElement element)
    {
        if (!element.TryGetProperty("value", out _) && !element.TryGetProperty("Value", out _))
        {
            return Place.Ordinary;
        }

        foreach (JsonProperty property in element.EnumerateObject())
        {
            if (property.Value.ValueKind == JsonValueKind.String && property.Name is "name" or "Name" or "key" or "Key" && property.Value.GetString() is { } name)
            {
                return SecretText.NamesSecret(name) ? Place.Secret : NamesEnvironment(name) ? Place.Environment : Place.Ordinary;
            }
        }

        return Place.Ordinary;
    }

    // env of manifests and Docker, envp of execve, proc.env and proc.aenv[2] of Falco, environment_variables of Tetragon.
    private static bool NamesEnvironment(string name) =>
        name is "env" or "envs" or "Env" or "envp" or "environment" or "Environment" or "environmentVariables" or "environment_variables"
        || name.EndsWith(".env", StringComparison.Ordinal) || name.EndsWith(".envp", StringComparison.Ordinal) || name.StartsWith("proc.env", StringComparison.Ordinal) || name.StartsWith("proc.aenv", StringComparison.Ordinal);

    // Secrets and ConfigMaps of the API server, the manifest kubectl keeps in an annotation, source lines a secret scanner quotes.
    private static bool HoldsContent(string name, JsonElement value) => name switch
    {
        "data" => value.ValueKind == JsonValueKind.Object,
        "stringData" or "binaryData" or "kubectl.kubernetes.io/last-applied-configuration" => true,
        "Content" or "Highlighted" or "Match" => value.ValueKind == JsonValueKind.String,
        _ => false,
    };

    // A flag and its value may stand in two items: ["--password", "…"]. Only together do they show what they are.
    private static string? JoinedText(JsonElement array)
    {
        foreach (JsonElement item in array.EnumerateArray())
        {
            if (item.ValueKind != JsonValueKind.String)
            {
                return null;
            }
        }

        return array.GetArrayLength() < 2 ? null : string.Join(' ', array.EnumerateArray().Select(item => item.GetString()));
    }

    private static void WriteList(Utf8JsonWriter writer, JsonElement array, string joined, Place place)
    {
        string redacted = SecretText.Redact(joined);
        writer.WriteStartArray();
        if (place == Place.Ordinary && redacted != joined)
        {
            writer.WriteStringValue(redacted);
        }
        else
        {
            foreach (JsonElement item in array.EnumerateArray())
            {
                writer.WriteStringValue(Text(item.GetString()!, place));
            }
        }

        writer.WriteEndArray();
    }

    private static string Text(string text, Place place) => place switch
    {
        Place.Secret => SecretText.Mark,
        Place.Environment when text.IndexOf('=', StringComparison.Ordinal) is var equals and > 0 => text[..(equals + 1)] + SecretText.Mark,
        Place.Environment => SecretText.Mark,
        _ => SecretText.Redact(text),
    };
}
