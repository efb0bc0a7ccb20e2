using System.Text.Json;
using KubeSec.Feedback.Attribution;
using KubeSec.Feedback.Observations;

namespace KubeSec.Feedback.Sources;

/// <summary>Grype's JSON report; <c>source</c> may be null, and then no image is named.</summary>
internal sealed class GrypeSource : IEventSource, IArtifactSource
{
    public string Name => "grype";

    public bool Recognises(JsonElement root) => root.Has("matches") && (root.Has("descriptor") || root.Has("source") || root.Items("matches").Any(match => match.Has("vulnerability")));

    public IEnumerable<SourceEvent> Read(JsonElement root)
    {
        JsonElement image = root.At("source", "target");
        string? pulled = image.Items("repoDigests").Select(item => item.GetString()).FirstOrDefault();
        Observation subject = new Observation
        {
            Source = Name,
            Kind = ObservationKind.Finding,
            Rule = "",
            At = EventTime.Parse(root.Text("descriptor", "timestamp")),
            NativeId = image.ValueKind == JsonValueKind.String ? image.GetString() : null,
        }.WithImage(pulled ?? image.Text("userInput"), pulled is null ? image.Text("manifestDigest") : null);
        return ScanReport.Of(subject, root.Items("matches").Select(match => ReadMatch(subject, match)));
    }

    // Grype's layers name the uncompressed digests, as the engine's configuration does.
    public ArtifactFact? ReadArtifact(JsonElement root)
    {
        JsonElement image = root.At("source", "target");
        return ArtifactReading.Of(
            [image.Text("imageID"), image.Text("manifestDigest"), .. image.Items("repoDigests").Select(item => item.GetString())],
            image.Items("layers").Select(layer => new LayerFact(layer.Text("digest") ?? "", null)));
    }

    private static SourceEvent ReadMatch(Observation subject, JsonElement match)
    {
        JsonElement artifact = match.At("artifact");
        if (match.Text("vulnerability", "id") is not { } id)
        {
            return SourceEvent.Refuse("a match without a vulnerability id");
        }

        IEnumerable<string?> places = artifact.Items("locations").Select(location => location.Text("path"));
        return subject with
        {
            Rule = id,
            Severity = SeverityWords.Of(match.Text("vulnerability", "severity")),
            Target = $"{artifact.Text("name")}@{artifact.Text("version")} {string.Join(' ', places)}".Trim(),
            Message = $"{id} in {artifact.Text("name")} {artifact.Text("version")}",
        };
    }
}
