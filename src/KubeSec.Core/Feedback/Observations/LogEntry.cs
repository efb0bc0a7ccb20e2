using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text.Json;
using KubeSec.Feedback.Attribution;

namespace KubeSec.Feedback.Observations;

/// <summary>An observation as the log keeps it.</summary>
/// <param name="Key">The hash of <paramref name="Facts"/>: what makes recording idempotent.</param>
/// <param name="IncidentId">The incident it belongs to, or null.</param>
/// <param name="Facts">The redacted observation's serialised form.</param>
/// <param name="Raw">The redacted event as it came; null where it was too large, or came with a sibling.</param>
/// <param name="Observation">The redacted observation.</param>
internal sealed record LogEntry(string Key, string? IncidentId, byte[] Facts, byte[]? Raw, Observation Observation)
{
    /// <summary>What the report this entry opens says about the image itself; null where nothing.</summary>
    public ArtifactFact? Artifact { get; init; }

    public static LogEntry Of(Observation observation, byte[]? raw)
    {
        Observation redacted = Redacted.Free(observation);
        byte[] facts = JsonSerializer.SerializeToUtf8Bytes(redacted, ObservationJson.Default.Observation);
        return new LogEntry(KeyOf(facts), Fingerprint.IncidentId(redacted), facts, raw, redacted);
    }

    /// <summary>The entry that stored facts make: what a rebuild reads.</summary>
    public static LogEntry OfFacts(byte[] facts)
    {
        Observation observation = JsonSerializer.Deserialize(facts, ObservationJson.Default.Observation)!;
        return new LogEntry(KeyOf(facts), Fingerprint.IncidentId(observation), facts, null, observation);
    }

    private static string KeyOf(byte[] facts) => Base64Url.EncodeToString(SHA256.HashData(facts));
}
