using System.Text.Json;
using KubeSec.Findings;

namespace KubeSec.Gate;

/// <summary>
/// The findings that were there before the gate. They are known by rule, resource, container and field path, not by
/// line, so that moved text does not revive them; only new findings count.
/// </summary>
public sealed class Baseline
{
    /// <summary>Where a baseline is written unless another file is named.</summary>
    public const string DefaultName = "kubesec.baseline.json";

    private const int Version = 1;

    private readonly SortedDictionary<string, int> counts;

    private Baseline(SortedDictionary<string, int> counts) => this.counts = counts;

    /// <summary>How many findings it holds.</summary>
    public int Count => counts.Values.Sum();

    /// <summary>Makes a baseline of findings; those that something else suppresses are left out.</summary>
    public static Baseline Of(IEnumerable<Finding> findings)
    {
        ArgumentNullException.ThrowIfNull(findings);
        var counts = new SortedDictionary<string, int>(StringComparer.Ordinal);
        foreach (Finding finding in findings.Where(Belongs))
        {
            string key = FindingKey.Of(finding);
            counts[key] = counts.GetValueOrDefault(key) + 1;
        }

        return new Baseline(counts);
    }

    /// <summary>Reads a baseline.</summary>
    /// <exception cref="JsonException">The file is no baseline of this version.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">The file may not be read.</exception>
    public static Baseline Read(string path)
    {
        using JsonDocument json = JsonDocument.Parse(File.ReadAllBytes(path));
        if (json.RootElement.ValueKind != JsonValueKind.Object
            || !json.RootElement.TryGetProperty("version", out JsonElement version) || !version.TryGetInt32(out int number) || number != Version
            || !json.RootElement.TryGetProperty("findings", out JsonElement findings) || findings.ValueKind != JsonValueKind.Object)
        {
            throw new JsonException($"not a baseline of version {Version}; write it again with kubesec baseline write");
        }

        var counts = new SortedDictionary<string, int>(StringComparer.Ordinal);
        foreach (JsonProperty entry in findings.EnumerateObject())
        {
            counts[entry.Name] = entry.Value.ValueKind == JsonValueKind.Number && entry.Value.TryGetInt32(out int count) && count > 0
                ? count
                : throw new JsonException($"'{entry.Name}' has no count");
        }

        return new Baseline(counts);
    }

    /// <summary>Writes the baseline as JSON, in an order that keeps differences small.</summary>
    public void Write(Stream output)
    {
        using var json = new Utf8JsonWriter(output, new JsonWriterOptions { Indented = true, NewLine = "\n", Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping });
        json.WriteStartObject();
        json.WriteNumber("version", Version);
        json.WriteStartObject("findings");
        foreach ((string key, int count) in counts)
        {
            json.WriteNumber(key, count);
        }

        json.WriteEndObject();
        json.WriteEndObject();
    }

    /// <summary>Writes the baseline to a file, whole or not at all.</summary>
    /// <exception cref="IOException">The file cannot be written.</exception>
    /// <exception cref="UnauthorizedAccessException">The file may not be written.</exception>
    public void WriteFile(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        WholeFile.Write(path, Write);
    }

    /// <summary>Marks the findings that the baseline knows; of several with one key, as many as it counted.</summary>
    internal IReadOnlyList<Finding> Cover(IReadOnlyList<Finding> findings)
    {
        var left = new Dictionary<string, int>(counts, StringComparer.Ordinal);
        return [.. findings.Select(finding => Known(finding, left) ? finding with { Suppression = new Suppression(SuppressionKind.Baseline, "known before the gate") } : finding)];
    }

    /// <summary>What could not be judged is never known: it stays in the way until it can be. Nor is what happened at run time: it has waivers of its own.</summary>
    private static bool Belongs(Finding finding) =>
        finding.Rule.Category is not (RuleCategory.Input or RuleCategory.Lessons) && finding.Suppression?.Kind is null or SuppressionKind.Baseline;

    private static bool Known(Finding finding, Dictionary<string, int> left)
    {
        string key = FindingKey.Of(finding);
        if (!Belongs(finding) || left.GetValueOrDefault(key) == 0)
        {
            return false;
        }

        left[key]--;
        return true;
    }
}
