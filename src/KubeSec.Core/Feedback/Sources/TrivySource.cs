using System.Text.Json;
using KubeSec.Feedback.Attribution;
using KubeSec.Feedback.Observations;

namespace KubeSec.Feedback.Sources;

/// <summary>
/// Trivy's JSON: version 2 reports, <c>trivy k8s</c> summaries, and the elements of the bare list it wrote before.
/// Vulnerabilities, misconfigurations and secrets are findings.
/// </summary>
internal sealed class TrivySource : IEventSource, IArtifactSource
{
    public string Name => "trivy";

    public bool Recognises(JsonElement root) =>
        (root.Has("SchemaVersion") && (root.Has("Results") || root.Has("ArtifactName")))
        || (root.Has("ClusterName") && (root.Has("Vulnerabilities") || root.Has("Misconfigurations") || root.Has("Resources")))
        || (root.IsText("Target") && (root.Has("Vulnerabilities") || root.Has("Type") || root.Has("Class")));

    public IEnumerable<SourceEvent> Read(JsonElement root)
    {
        if (root.Has("ClusterName"))
        {
            return ReadCluster(root);
        }

        Observation subject = Subject(root);
        return ScanReport.Of(subject, root.Has("Results") ? root.Items("Results").SelectMany(result => ReadResult(subject, result)) : ReadResult(subject, root));
    }

    public ArtifactFact? ReadArtifact(JsonElement root)
    {
        JsonElement image = root.At("Metadata");
        // Layers carries the stored digests since version 0.57; DiffIDs alone the unpacked ones.
        LayerFact[] layers = [.. image.Items("Layers").Select(layer => (DiffId: layer.Text("DiffID"), Digest: layer.Text("Digest"))).Where(layer => layer.DiffId is not null).Select(layer => new LayerFact(layer.DiffId!, layer.Digest))];
        return ArtifactReading.Of(
            [image.Text("ImageID"), .. image.Items("RepoDigests").Select(item => item.GetString())],
            layers.Length > 0 ? layers : image.Items("DiffIDs").Select(item => new LayerFact(item.GetString() ?? "", null)));
    }

    private IEnumerable<SourceEvent> ReadCluster(JsonElement root)
    {
        Observation cluster = Subject(root) with { Cluster = root.Text("ClusterName") };
        IEnumerable<JsonElement> objects = root.Items("Vulnerabilities").Concat(root.Items("Misconfigurations")).Concat(root.Items("Resources"));
        return ScanReport.Of(cluster, objects.SelectMany(item =>
        {
            Observation subject = cluster with { Namespace = item.Text("Namespace"), WorkloadKind = item.Text("Kind"), Workload = item.Text("Name") };
            return item.Items("Results").SelectMany(result => ReadResult(subject, result));
        }));
    }

    private Observation Subject(JsonElement root)
    {
        var subject = new Observation { Source = Name, Kind = ObservationKind.Finding, Rule = "", At = EventTime.Parse(root.Text("CreatedAt")), NativeId = root.Text("ArtifactName") };
        if (root.Text("ArtifactType") != "container_image")
        {
            return subject;
        }

        // RepoDigests is null for archives; the image id is then the best name of the artifact.
        string? pulled = root.Items("Metadata", "RepoDigests").Select(item => item.GetString()).FirstOrDefault();
        string? tag = root.Items("Metadata", "RepoTags").Select(item => item.GetString()).FirstOrDefault();
        return subject.WithImage(pulled ?? tag ?? root.Text("ArtifactName"), pulled is null ? root.Text("Metadata", "ImageID") : null);
    }

    private static IEnumerable<SourceEvent> ReadResult(Observation subject, JsonElement result)
    {
        string target = result.Text("Target") ?? "";
        foreach (JsonElement item in result.Items("Vulnerabilities"))
        {
            yield return item.Text("VulnerabilityID") is { } id
                ? subject with
                {
                    Rule = id,
                    Severity = SeverityWords.Of(item.Text("Severity")),
                    Target = $"{item.Text("PkgName")}@{item.Text("InstalledVersion")} {item.Text("PkgPath") ?? target}",
                    Message = $"{id} in {item.Text("PkgName")} {item.Text("InstalledVersion")}, fixed in {item.Text("FixedVersion") ?? "no version yet"}",
                }
                : SourceEvent.Refuse("a vulnerability without an id");
        }

        foreach (JsonElement item in result.Items("Misconfigurations"))
        {
            yield return item.Text("ID") is not { } id ? SourceEvent.Refuse("a misconfiguration without an id")
                : Misconfiguration(subject, item, id, target);
        }

        foreach (JsonElement item in result.Items("Secrets"))
        {
            yield return subject with
            {
                Rule = item.Text("RuleID") ?? "secret",
                Severity = SeverityWords.Of(item.Text("Severity")),
                Target = $"{target}:{item.Text("StartLine")}",
                Message = $"{item.Text("Title")} in {target}",
            };
        }
    }

    private static Observation Misconfiguration(Observation subject, JsonElement item, string id, string target) => subject with
    {
        Kind = item.Text("Status") == "PASS" ? ObservationKind.Report : ObservationKind.Finding,
        Rule = id,
        Severity = SeverityWords.Of(item.Text("Severity")),
        Target = $"{target}:{item.Text("CauseMetadata", "StartLine")}",
        Message = item.Text("Message") ?? item.Text("Title"),
    };
}
