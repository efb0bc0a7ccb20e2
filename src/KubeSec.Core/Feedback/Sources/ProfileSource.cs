using System.Text.Json;
using KubeSec.Feedback.Observations;

namespace KubeSec.Feedback.Sources;

/// <summary>
/// Recorded and generated profiles: Kubescape's (application, container, network neighbourhood, known servers, rule bindings)
/// and the Security Profiles Operator's. They are no incidents; they say what a workload was seen or allowed to do.
/// </summary>
internal sealed class ProfileSource : IEventSource
{
    private static readonly string[] Groups = ["spdx.softwarecomposition.kubescape.io/", "kubescape.io/", "security-profiles-operator.x-k8s.io/"];
    private static readonly string[] Kinds = ["GeneratedNetworkPolicy", "NetworkNeighborhood", "ApplicationProfile", "ContainerProfile", "SeccompProfile", "KnownServer"];

    public string Name => "profile";

    public bool Recognises(JsonElement root) =>
        (root.Text("apiVersion") is { } version && Array.Exists(Groups, group => version.StartsWith(group, StringComparison.Ordinal)))
        || (root.Text("kind") is { } kind && Array.IndexOf(Kinds, kind) >= 0 && (root.Has("spec") || root.Has("metadata")));

    public IEnumerable<SourceEvent> Read(JsonElement root)
    {
        JsonElement labels = root.At("metadata", "labels");
        if (root.Text("kind") is not { } kind || root.Text("metadata", "name") is not { } name)
        {
            return [SourceEvent.Refuse("a profile needs a kind and a name")];
        }

        return
        [
            new Observation
            {
                Source = Name,
                Kind = ObservationKind.Profile,
                Rule = kind,
                At = EventTime.Parse(root.Text("metadata", "creationTimestamp")),
                // The content, hashed: two profiles of one name are two observations.
                NativeId = Images.Digest.Sha256Of(System.Text.Encoding.UTF8.GetBytes(root.At("spec").ValueKind == JsonValueKind.Undefined ? "" : root.At("spec").GetRawText())).Hex[..16],
                Namespace = labels.Text("kubescape.io/workload-namespace") ?? root.Text("metadata", "namespace"),
                WorkloadKind = labels.Text("kubescape.io/workload-kind"),
                Workload = labels.Text("kubescape.io/workload-name"),
                Target = name,
            },
        ];
    }
}
