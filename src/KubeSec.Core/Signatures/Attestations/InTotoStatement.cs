using System.Text.Json;
using KubeSec.Images;

namespace KubeSec.Signatures;

/// <summary>An in-toto statement (in-toto/attestation spec v1): a predicate about subjects that are named by their digests.</summary>
public sealed class InTotoStatement
{
    private const int MaxSize = 64 * 1024 * 1024;
    private const int MaxDepth = 64;

    // sigstore-go draws the line at the same counts.
    private const int MaxSubjects = 1024;
    private const int MaxDigests = 32;

    private InTotoStatement(string predicateType, IReadOnlyList<StatementSubject> subjects, ReadOnlyMemory<byte> predicate)
    {
        PredicateType = predicateType;
        Subjects = subjects;
        Predicate = predicate;
    }

    /// <summary>What the predicate is, such as <c>https://slsa.dev/provenance/v1</c>.</summary>
    public string PredicateType { get; }

    /// <summary>What the statement is about; at least one.</summary>
    public IReadOnlyList<StatementSubject> Subjects { get; }

    /// <summary>The predicate as UTF-8 JSON; an empty object where the statement has none.</summary>
    public ReadOnlyMemory<byte> Predicate { get; }

    internal static InTotoStatement Read(ReadOnlyMemory<byte> payload)
    {
        RequireWithin(payload.Length <= MaxSize, $"is larger than {MaxSize} bytes");
        Require(System.Text.Unicode.Utf8.IsValid(payload.Span), "it is not UTF-8");
        try
        {
            using var document = JsonDocument.Parse(payload, new JsonDocumentOptions { MaxDepth = MaxDepth, AllowDuplicateProperties = false });
            return Read(document.RootElement);
        }
        catch (JsonException) when (JsonDepth.IsBeyond(payload.Span, MaxDepth))
        {
            throw new RefusedException(ReasonCodes.LimitExceeded, $"the signed statement is nested more than {MaxDepth} deep");
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            throw new RefusedException(ReasonCodes.StatementMalformed, $"the signed payload is not valid JSON: {exception.Message}");
        }
    }

    /// <summary>Requires the artifact among the subjects; digests that this artifact has no value for say nothing.</summary>
    internal StatementSubject RequireSubject(SignedArtifact artifact) =>
        Subjects.FirstOrDefault(subject => subject.Digests.Any(stated =>
            HashKindExtensions.FromLowerCaseName(stated.Key) is { } hash
            && artifact.Digest(hash) is { } digest
            && stated.Value == Convert.ToHexStringLower(digest)))
        ?? throw new RefusedException(ReasonCodes.StatementSubjectMismatch, "the artifact is not a subject of the signed statement");

    private static InTotoStatement Read(JsonElement root)
    {
        Require(root.ValueKind == JsonValueKind.Object, "it is not an object");
        Require(
            Text(root, "_type") is "https://in-toto.io/Statement/v1" or "https://in-toto.io/Statement/v0.1",
            "its _type is not an in-toto statement of v0.1 or v1");
        var predicateType = Text(root, "predicateType");
        Require(!string.IsNullOrEmpty(predicateType), "it has no predicateType");
        Require(
            root.TryGetProperty("subject", out var list) && list.ValueKind == JsonValueKind.Array && list.GetArrayLength() > 0, "it has no subjects");
        RequireWithin(list.GetArrayLength() <= MaxSubjects, $"has more than {MaxSubjects} subjects");
        var predicate = root.TryGetProperty("predicate", out var element) && element.ValueKind == JsonValueKind.Object
            ? System.Text.Encoding.UTF8.GetBytes(element.GetRawText())
            : "{}"u8.ToArray();
        return new InTotoStatement(predicateType!, [.. list.EnumerateArray().Select(ReadSubject)], predicate);
    }

    private static StatementSubject ReadSubject(JsonElement subject)
    {
        var digest = subject.ValueKind == JsonValueKind.Object && subject.TryGetProperty("digest", out var map) ? map : default;
        Require(digest.ValueKind == JsonValueKind.Object, "a subject has no digest");
        RequireWithin(digest.GetPropertyCount() <= MaxDigests, $"has a subject with more than {MaxDigests} digests");
        var digests = ReadMap(digest);
        Require(digests.Count > 0, "a subject has no digest");
        var annotations = subject.TryGetProperty("annotations", out var notes) && notes.ValueKind == JsonValueKind.Object ? ReadMap(notes) : [];
        return new StatementSubject(Text(subject, "name") ?? "", digests, annotations);
    }

    private static SortedDictionary<string, string> ReadMap(JsonElement map)
    {
        var read = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach (var item in map.EnumerateObject().Where(item => item.Value.ValueKind == JsonValueKind.String))
        {
            read.Add(item.Name, item.Value.GetString()!);
        }

        return read;
    }

    private static string? Text(JsonElement element, string name) =>
        element.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    private static void RequireWithin(bool holds, string what) =>
        RefusedException.Unless(holds, ReasonCodes.LimitExceeded, $"the signed statement {what}");

    private static void Require([System.Diagnostics.CodeAnalysis.DoesNotReturnIf(false)] bool holds, string what) =>
        RefusedException.Unless(holds, ReasonCodes.StatementMalformed, $"the signed statement cannot be read: {what}");
}

/// <summary>One thing a statement is about.</summary>
/// <param name="Name">What the signer calls it; proves nothing.</param>
/// <param name="Digests">Its digests in hexadecimal by algorithm, such as <c>sha256</c>.</param>
/// <param name="Annotations">What the signer noted about it; only values that are strings.</param>
public sealed record StatementSubject(string Name, IReadOnlyDictionary<string, string> Digests, IReadOnlyDictionary<string, string> Annotations);
