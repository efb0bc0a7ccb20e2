using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace KubeSec.Signatures;

/// <summary>Writes verdicts with everything that led to them as JSON; a contract, versioned by <c>schemaVersion</c>.</summary>
public static class ImageVerdictWriter
{
    private static readonly JsonWriterOptions Layout = new() { Indented = true, NewLine = "\n", Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Writes the verdicts as one document in UTF-8.</summary>
    /// <param name="output">Where to.</param>
    /// <param name="verdicts">The verdicts, in the order they are to have.</param>
    public static void WriteJson(Stream output, IReadOnlyList<ImageVerdict> verdicts)
    {
        ArgumentNullException.ThrowIfNull(output);
        ArgumentNullException.ThrowIfNull(verdicts);
        using Utf8JsonWriter json = new(output, Layout);
        json.WriteStartObject();
        json.WriteNumber("schemaVersion", 1);
        WriteList(json, "images", verdicts, Write);
        json.WriteEndObject();
    }

    /// <summary>Writes one verdict as an object, into a document of another.</summary>
    internal static void WriteItem(Utf8JsonWriter json, ImageVerdict verdict)
    {
        json.WriteStartObject();
        Write(json, verdict);
        json.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter json, ImageVerdict verdict)
    {
        json.WriteString("image", verdict.Image);
        json.WriteString("reference", verdict.Reference?.ToString());
        json.WriteString("digest", verdict.Digest?.ToString());
        json.WriteString("platform", verdict.Platform);
        json.WriteString("outcome", Word(verdict.Outcome));
        Write(json, "reason", verdict.Reason);
        WriteList(json, "policies", verdict.Policies, Write);
        WriteList(json, "unsigned", verdict.Unsigned, static (json, statement) =>
        {
            json.WriteString("predicateType", statement.PredicateType);
            json.WriteString("builder", statement.Builder);
            json.WriteString("source", statement.Source);
            json.WriteString("commit", statement.Commit);
        });
        WriteList(json, "platforms", verdict.Platforms, Write);
    }

    private static void Write(Utf8JsonWriter json, PolicyTrace policy)
    {
        WriteTexts(json, "images", policy.Images);
        json.WriteString("mode", Word(policy.Mode));
        json.WriteString("outcome", Word(policy.Outcome));
        Write(json, "reason", policy.Reason);
        WriteTexts(json, "signers", policy.Signers);
        WriteList(json, "signatures", policy.Signatures, Write);
        WriteList(json, "notLookedAt", policy.NotLookedAt, Write);
        WriteList(json, "logged", policy.Logged, Write);
    }

    private static void Write(Utf8JsonWriter json, SignatureTrace signature)
    {
        json.WriteString("format", Word(signature.Format));
        json.WriteString("place", signature.Place);
        json.WriteString("digest", signature.Digest.ToString());
        WriteTexts(json, "held", signature.Held.Select(Word));
        Write(json, "refusal", signature.Refusal);
        WriteList(json, "logged", signature.Logged, Write);
        WriteTexts(json, "signers", signature.Signers);
        json.WriteString("key", signature.Key);
        json.WriteString("predicateType", signature.PredicateType);
        if (signature.Identity is { } identity)
        {
            json.WriteStartObject("identity");
            json.WriteString("subject", identity.Subject);
            json.WriteString("issuer", identity.Issuer);
            foreach ((string name, string value) in identity.Claims.OrderBy(claim => claim.Key, StringComparer.Ordinal))
            {
                json.WriteString(name, value);
            }

            json.WriteEndObject();
        }

        WriteList(json, "times", signature.Times, static (json, time) =>
        {
            json.WriteString("time", time.Time.UtcDateTime.ToString("O", CultureInfo.InvariantCulture));
            json.WriteString("source", Word(time.Source));
        });
        WriteList(json, "logs", signature.Logs, static (json, log) =>
        {
            json.WriteString("log", log.Log);
            json.WriteNumber("index", log.Index);
        });
    }

    private static void Write(Utf8JsonWriter json, Refusal refusal)
    {
        json.WriteString("code", refusal.Reason);
        json.WriteString("message", refusal.Message);
    }

    private static void Write(Utf8JsonWriter json, string name, Refusal? refusal)
    {
        if (refusal is null)
        {
            json.WriteNull(name);
            return;
        }

        json.WriteStartObject(name);
        Write(json, refusal);
        json.WriteEndObject();
    }

    private static void WriteList<T>(Utf8JsonWriter json, string name, IEnumerable<T> items, Action<Utf8JsonWriter, T> write)
    {
        json.WriteStartArray(name);
        foreach (T item in items)
        {
            json.WriteStartObject();
            write(json, item);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static void WriteTexts(Utf8JsonWriter json, string name, IEnumerable<string> texts)
    {
        json.WriteStartArray(name);
        foreach (string text in texts)
        {
            json.WriteStringValue(text);
        }

        json.WriteEndArray();
    }

    private static string Word<T>(T value)
        where T : struct, Enum => JsonNamingPolicy.CamelCase.ConvertName(Enum.GetName(value)!);
}
