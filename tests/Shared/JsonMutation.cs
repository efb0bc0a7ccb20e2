using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;

namespace KubeSec.Tests;

/// <summary>One changed copy of a JSON document.</summary>
/// <param name="Path">Where it was changed, such as <c>$.verificationMaterial.tlogEntries[0].logIndex</c>.</param>
/// <param name="Kind">How: drop, null, retype, flip, empty, shorten, lengthen, raise, misnumber, reword, duplicate, swap, recase or surplus.</param>
/// <param name="Json">The changed document.</param>
internal sealed record JsonMutation(string Path, string Kind, byte[] Json)
{
    /// <summary>Words that other versions, kinds and algorithms use where one of them stands.</summary>
    private static readonly string[][] Vocabulary =
    [
        ["hashedrekord", "dsse", "intoto", "rekord"],
        ["0.0.1", "0.0.2"],
        ["SHA2_256", "SHA2_384", "SHA2_512", "HASH_ALGORITHM_UNSPECIFIED"],
        ["sha256", "sha512", "sha1"],
        ["application/vnd.in-toto+json", "application/json", "text/plain"],
        [
            "PKIX_ECDSA_P256_SHA_256", "PKIX_ECDSA_P384_SHA_384", "PKIX_ED25519", "PKIX_ED25519_PH", "PKIX_RSA_PKCS1V15_2048_SHA256",
            "PUBLIC_KEY_DETAILS_UNSPECIFIED",
        ],
        [
            "application/vnd.dev.sigstore.bundle+json;version=0.1", "application/vnd.dev.sigstore.bundle+json;version=0.2",
            "application/vnd.dev.sigstore.bundle+json;version=0.3", "application/vnd.dev.sigstore.bundle.v0.3+json",
            "application/vnd.dev.sigstore.bundle.v0.4+json",
        ],
    ];

    /// <summary>Numbers that are none, or not the same to two readers.</summary>
    private static readonly string[] Misnumbers = ["-1", "9223372036854775808", "1.5", "1e3", "007", " 7", "+7", "0x7", "NaN", "٧"];

    /// <summary>A field name that no document has and that is replaced in the text.</summary>
    private const string Placeholder = "PLACE-HOLDER";

    /// <summary>Every systematic change of every field, with one flipped bit of each base64 value.</summary>
    public static IEnumerable<JsonMutation> Of(JsonNode document, JsonNode other, Random random)
    {
        foreach (string path in Paths(document).ToArray())
        {
            foreach ((string kind, Func<JsonNode, JsonNode?> change) in Changes(path, other, random).Concat(Words(At(document, path)!)))
            {
                if (Apply(document, path, kind, change) is { } changed)
                {
                    yield return changed;
                }
            }

            foreach (JsonMutation changed in Fields(document, path))
            {
                yield return changed;
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

    /// <summary>The document with other bytes at a path.</summary>
    public static byte[] With(JsonNode document, string path, byte[] value)
    {
        JsonNode copy = document.DeepClone();
        JsonNode node = Find(copy, path)!;
        node.ReplaceWith(Convert.ToBase64String(value));
        return Encoding.UTF8.GetBytes(copy.ToJsonString());
    }

    /// <summary>Every place below a node.</summary>
    public static IEnumerable<string> Paths(JsonNode node, bool includeRoot = false)
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

    /// <summary>Each word of its vocabulary, and each misnumber where a number stands.</summary>
    private static IEnumerable<(string Kind, Func<JsonNode, JsonNode?> Change)> Words(JsonNode node)
    {
        string text = Text(node) ?? "";
        IEnumerable<string> words = Vocabulary.Where(list => list.Contains(text)).SelectMany(list => list);
        foreach (string word in words)
        {
            yield return ("reword", _ => JsonValue.Create(word));
        }

        if (long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out _))
        {
            foreach (string word in Misnumbers)
            {
                yield return ("misnumber", _ => JsonValue.Create(word));
            }
        }
    }

    /// <summary>Changes of a field's name: there twice, in other letters, or one that nobody knows.</summary>
    private static IEnumerable<JsonMutation> Fields(JsonNode document, string path)
    {
        JsonNode copy = document.DeepClone();
        JsonNode node = Find(copy, path)!;
        if (node.Parent is not JsonObject parent)
        {
            yield break;
        }

        string name = node.GetPropertyName();
        parent[Placeholder] = node.DeepClone();
        string twice = copy.ToJsonString();
        yield return new JsonMutation(path, "field twice", Encoding.UTF8.GetBytes(twice.Replace(Placeholder, name, StringComparison.Ordinal)));
        yield return new JsonMutation(path, "surplus", Encoding.UTF8.GetBytes(twice.Replace(Placeholder, "surplus", StringComparison.Ordinal)));
        parent.Remove(name);
        string recased = char.ToUpperInvariant(name[0]) + name[1..];
        yield return new JsonMutation(path, "recase", Encoding.UTF8.GetBytes(copy.ToJsonString().Replace(Placeholder, recased, StringComparison.Ordinal)));
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

        return JsonNode.DeepEquals(copy, document) ? null : new JsonMutation(path, kind, Encoding.UTF8.GetBytes(copy.ToJsonString()));
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
