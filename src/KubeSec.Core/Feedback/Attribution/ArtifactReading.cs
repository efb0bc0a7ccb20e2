using KubeSec.Images;

namespace KubeSec.Feedback.Attribution;

/// <summary>Makes facts about an image of what reports say; whatever is no digest is left out.</summary>
internal static class ArtifactReading
{
    // OverlayFS takes 500 layers, Docker 127.
    private const int MaximumLayers = 500;

    /// <summary>The image's facts; null where the report names no digest of it, or one alone and no layer.</summary>
    public static ArtifactFact? Of(IEnumerable<string?> names, IEnumerable<LayerFact> layers)
    {
        string[] digests = [.. names.Select(RuntimeImage.DigestOf).OfType<string>().Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];
        // One unreadable layer would move those above it to a false place: then none is kept.
        LayerFact[] read = [.. layers.Take(MaximumLayers + 1)];
        LayerFact[] kept = read.Length <= MaximumLayers && Array.TrueForAll(read, layer => IsDigest(layer.DiffId)) ? [.. read.Select(layer => layer with { Digest = IsDigest(layer.Digest) ? layer.Digest : null })] : [];
        return digests.Length > 1 || (digests.Length == 1 && kept.Length > 0) ? new ArtifactFact { Digests = digests, Layers = kept } : null;
    }

    private static bool IsDigest(string? text) => Digest.TryParse(text, out _, out _);
}
