using System.Globalization;
using System.Text.Json.Nodes;

namespace KubeSec.Conformance.Sigstore;

/// <summary>One changed copy of a JSON document.</summary>
/// <param name="Path">Where it was changed, such as <c>$.verificationMaterial.tlogEntries[0].logIndex</c>.</param>
/// <param name="Kind">How: drop, null, retype, flip, empty, shorten, lengthen, raise, duplicate or swap.</param>
/// <param name="Json">The changed document.</param>
internal sealed record JsonMutation(string Path, string Kind, byte[] Json)
{
    /// <summary>Every systematic change of every field, with one flipped bit of each base64 value.</summary>
    public static IEnumerable<JsonMutation> Of(JsonNode document, JsonNode other, Random random)
    {
        foreach (string path in Paths(document).ToArray())
        {
            foreach ((string kind, Func<JsonNode, JsonNode?> change) in Changes(path, other, random))
            {
                if (Apply(document, path, kind, change) is { } changed)
                {
                    yield return changed;
                }
            }
        }
    }

    /// <summary>One random bit flipped in one random value.</summary>
    public static JsonMutation? Flip(JsonNode document, Random random)
    {
        string[] leaves = [.. Paths(document).Where(path => At(document, path) is JsonValue)];
        return Apply(document, leaves[random.Next(leaves.Length)], "flip", node => FlipValue(node, random));
    }

    /// <summary>The node at a path as <see cref="JsonNode.GetPath"/> writes it, or null.</summary>
    public static JsonNode? At(JsonNode root, string path) => Paths(root, includeRoot: true).Contains(path) ? Find(root, path) : null;

    private static IEnumerable<string> Paths(JsonNode node, bool includeRoot = false)
    {
        if (includeRoot || node.Parent is not null)
        {
            yield return node.GetPath();
        }

        IEnumerable<JsonNode?> children = node switch
        {
            JsonObject map => map.Select(field => field.Value),
            JsonArray array => array,
            _ => [],
        };
        foreach (string path in children.OfType<JsonNode>().SelectMany(child => Paths(child, includeRoot: true)))
        {
            yield return path;
        }
    }

    private static JsonNode? Find(JsonNode root, string path) =>
        root.GetPath() == path ? root : root switch
        {
            JsonObject map => map.Select(field => field.Value).OfType<JsonNode>().Select(child => Find(child, path)).FirstOrDefault(found => found is not null),
            JsonArray array => array.OfType<JsonNode>().Select(child => Find(child, path)).FirstOrDefault(found => found is not null),
            _ => null,
        };

    private static IEnumerable<(string Kind, Func<JsonNode, JsonNode?> Change)> Changes(string path, JsonNode other, Random random)
    {
        yield return ("drop", _ => null);
        yield return ("null", _ => null);
        yield return ("retype", node => node is JsonValue ? new JsonObject() : JsonValue.Create("text"));
        yield return ("retype to number", _ => JsonValue.Create(7));
        yield return ("retype to list", node => new JsonArray(node.DeepClone()));
        yield return ("flip", node => FlipValue(node, random));
        yield return ("empty", node => node is JsonValue ? JsonValue.Create("") : node is JsonArray ? new JsonArray() : new JsonObject());
        yield return ("shorten", node => Text(node) is { Length: > 4 } text ? JsonValue.Create(text[..^4]) : null);
        yield return ("lengthen", node => Text(node) is { } text ? JsonValue.Create(text + "AAAA") : null);
        yield return ("raise", node => long.TryParse(Text(node), NumberStyles.None, CultureInfo.InvariantCulture, out long number)
            ? JsonValue.Create((number + 1).ToString(CultureInfo.InvariantCulture))
            : null);
        yield return ("duplicate", node => node is JsonArray { Count: > 0 } array
            ? new JsonArray([.. array.Select(item => item!.DeepClone()), array[0]!.DeepClone()])
            : null);
        yield return ("swap", _ => At(other, path)?.DeepClone());
    }

    private static JsonMutation? Apply(JsonNode document, string path, string kind, Func<JsonNode, JsonNode?> change)
    {
        JsonNode copy = document.DeepClone();
        JsonNode node = Find(copy, path)!;
        JsonNode? changed = change(node);
        if (changed is null && kind is not ("drop" or "null"))
        {
            return null;
        }

        switch (node.Parent)
        {
            case JsonObject map when kind == "drop":
                map.Remove(node.GetPropertyName());
                break;
            case JsonObject map:
                map[node.GetPropertyName()] = changed;
                break;
            case JsonArray array when kind is "drop" or "null":
                array.RemoveAt(node.GetElementIndex());
                break;
            case JsonArray array:
                array[node.GetElementIndex()] = changed;
                break;
        }

        return JsonNode.DeepEquals(copy, document) ? null : new JsonMutation(path, kind, System.Text.Encoding.UTF8.GetBytes(copy.ToJsonString()));
    }

    /// <summary>Flips a bit below the base64 where there is base64, so that the change reaches the value.</summary>
    private static JsonValue? FlipValue(JsonNode node, Random random)
    {
        if (Text(node) is not { Length: > 0 } text)
        {
            return null;
        }

        if (text.Length % 4 == 0 && Convert.TryFromBase64String(text, new byte[text.Length], out _))
        {
            byte[] bytes = Convert.FromBase64String(text);
            bytes[random.Next(bytes.Length)] ^= (byte)(1 << random.Next(8));
            return JsonValue.Create(Convert.ToBase64String(bytes));
        }

        char[] characters = text.ToCharArray();
        int position = random.Next(characters.Length);
        characters[position] = characters[position] == '7' ? '8' : '7';
        return JsonValue.Create(new string(characters));
    }

    private static string? Text(JsonNode node) => node is JsonValue value && value.TryGetValue(out string? text) ? text : null;
}
