using System.Text.Json;
using System.Text.Json.Serialization;

namespace KubeSec.Images.Registries;

/// <summary>An image manifest or an index (OCI image specification, manifest.md and image-index.md), or Docker's form of either.</summary>
internal sealed record OciDocument
{
    private const int MostEntries = 1000;

    public string? MediaType { get; init; }

    public string? ArtifactType { get; init; }

    public OciDescriptor? Config { get; init; }

    public IReadOnlyList<OciDescriptor>? Layers { get; init; }

    public IReadOnlyList<OciDescriptor>? Manifests { get; init; }

    public OciDescriptor? Subject { get; init; }

    public IReadOnlyDictionary<string, string>? Annotations { get; init; }

    /// <summary>
    /// Reads a manifest or an index. A document that could be read as both is refused, and so is one whose own media type
    /// is another than the one it was served with: one signature must not cover two meanings (CVE-2021-41190).
    /// </summary>
    /// <param name="content">The document.</param>
    /// <param name="mediaType">The media type it was served with; null where there is none, as in an image layout.</param>
    public static Lookup<OciDocument> Read(ReadOnlySpan<byte> content, string? mediaType)
    {
        OciDocument? document;
        try
        {
            document = JsonSerializer.Deserialize(content, OciJson.Default.OciDocument);
        }
        catch (JsonException) when (JsonDepth.IsBeyond(content, OciJson.MostDepth))
        {
            return new LookupFailure(LookupFailureKind.TooLarge, $"it is nested more than {OciJson.MostDepth} deep");
        }
        catch (JsonException fault)
        {
            return Malformed(FormattableString.Invariant($"it is not valid JSON of a manifest near line {fault.LineNumber + 1}"));
        }

        string? type = document?.MediaType ?? mediaType;
        if (document is null || type is null)
        {
            return Malformed("it has no media type");
        }

        if (document.MediaType is { } own && mediaType is not null && own != mediaType)
        {
            return Malformed($"it is served as '{mediaType}' and calls itself '{own}'");
        }

        bool asIndex = document.Manifests is not null;
        bool asImage = document.Layers is not null || document.Config is not null;
        if (asIndex == asImage || (asIndex ? !MediaTypes.IsIndex(type) : !MediaTypes.IsManifest(type)))
        {
            return Malformed($"its content is not that of a '{type}'");
        }

        IReadOnlyList<OciDescriptor?> entries = document.Manifests ?? document.Layers ?? [];
        return entries.Count > MostEntries ? new LookupFailure(LookupFailureKind.TooLarge, $"it has more than {MostEntries} entries")
            : entries.Contains(null) ? Malformed("it has an empty entry")
            : document with { MediaType = type };
    }

    private static LookupFailure Malformed(string reason) => new(LookupFailureKind.Malformed, reason);
}

/// <summary>A document with its bytes, whose digest has been checked.</summary>
/// <param name="Descriptor">Media type, digest and size as they are, not as anyone claims.</param>
/// <param name="Content">The bytes.</param>
/// <param name="Document">What they say.</param>
internal sealed record OciManifest(OciDescriptor Descriptor, ReadOnlyMemory<byte> Content, OciDocument Document)
{
    public bool IsIndex => Document.Manifests is not null;
}

/// <summary>Reads JSON of registries: strictly, and no deeper than any manifest is.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, MaxDepth = OciJson.MostDepth, AllowDuplicateProperties = false,
    RespectNullableAnnotations = true, Converters = [typeof(DigestConverter)])]
[JsonSerializable(typeof(OciDocument))]
[JsonSerializable(typeof(RegistryToken))]
[JsonSerializable(typeof(DockerConfigFile))]
[JsonSerializable(typeof(CredentialHelperAnswer))]
internal sealed partial class OciJson : JsonSerializerContext
{
    public const int MostDepth = 16;
}

internal sealed class DigestConverter : JsonConverter<Digest>
{
    public override Digest Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        reader.TokenType == JsonTokenType.String && Digest.TryParse(reader.GetString(), out Digest? digest, out _)
            ? digest : throw new JsonException();

    public override void Write(Utf8JsonWriter writer, Digest value, JsonSerializerOptions options) => writer.WriteStringValue(value.ToString());
}
