using System.Text.Json;
using KubeSec.Feedback.Observations;
using KubeSec.Feedback.Redaction;
using KubeSec.Feedback.Sources;

namespace KubeSec.Feedback.Attribution;

/// <summary>Reads what the inventory needs out of a Pod object (core/v1).</summary>
internal static class PodFacts
{
    private const int MaximumContainers = 1000;

    // DNS-1123 subdomain names; image references and runtime ids are longer.
    private const int MaximumName = 253;
    private const int MaximumText = 1024;

    private static readonly (string Specification, string Status)[] Lists =
    [
        ("containers", "containerStatuses"), ("initContainers", "initContainerStatuses"), ("ephemeralContainers", "ephemeralContainerStatuses"),
    ];

    /// <summary>The pod's facts, or the reason there are none.</summary>
    public static PodFact? Read(JsonElement pod, string cluster, OwnerIndex owners, out string? reason)
    {
        string? name = pod.Text("metadata", "name");
        string? uid = pod.Text("metadata", "uid");
        string? place = pod.Text("metadata", "namespace");
        reason = (name, uid, place) switch
        {
            (null, _, _) => "a pod without a name",
            (_, null, _) => "a pod without a uid",
            (_, _, null) => "a pod without a namespace",
            _ when !IsName(name) || !IsName(place) || !IsName(uid) => "a pod whose name is none",
            _ => null,
        };
        return reason is not null ? null : new PodFact
        {
            Cluster = cluster,
            Namespace = place!,
            Name = name!,
            Uid = uid!,
            Node = Clip(pod.Text("spec", "nodeName")),
            CreatedAt = EventTime.Parse(pod.Text("metadata", "creationTimestamp")),
            Owners = owners.ChainOf(pod),
            Containers = [.. Lists.SelectMany(list => ContainersOf(pod, list.Specification, list.Status)).Take(MaximumContainers)],
            Addresses = pod.At("spec", "hostNetwork").ValueKind == JsonValueKind.True ? null : AddressFacts.Of(pod.At("status"), "podIPs", "podIP"),
            NodeAddresses = AddressFacts.Of(pod.At("status"), "hostIPs", "hostIP"),
            EndedAt = pod.Text("status", "phase") is "Succeeded" or "Failed" ? LastEndOf(pod) : null,
        };
    }

    private static long? LastEndOf(JsonElement pod) => Lists
        .SelectMany(list => pod.Items("status", list.Status))
        .Max(state => EventTime.Parse(state.Text("state", "terminated", "finishedAt")));

    private static IEnumerable<ContainerFact> ContainersOf(JsonElement pod, string specification, string status)
    {
        Dictionary<string, JsonElement> statuses = new(StringComparer.Ordinal);
        foreach (JsonElement item in pod.Items("status", status))
        {
            statuses[item.Text("name") ?? ""] = item;
        }

        foreach (JsonElement container in pod.Items("spec", specification))
        {
            if (container.Text("name") is not { } name || !IsName(name))
            {
                continue;
            }

            string? image = Clip(container.Text("image"));
            JsonElement state = statuses.GetValueOrDefault(name);
            JsonElement current = state.At("state", "running") is { ValueKind: JsonValueKind.Object } running ? running : state.At("state", "terminated");
            yield return new ContainerFact
            {
                Name = name,
                Id = WithoutScheme(state.Text("containerID")),
                Image = image,
                ImageId = Clip(state.Text("imageID")),
                StartedAt = EventTime.Parse(current.Text("startedAt")),
                FinishedAt = EventTime.Parse(current.Text("finishedAt")),
            };

            // The run before this one: its status keeps no image id, and the image may have been another.
            JsonElement last = state.At("lastState", "terminated");
            if (WithoutScheme(last.Text("containerID")) is { } id && id != WithoutScheme(state.Text("containerID")))
            {
                yield return new ContainerFact { Name = name, Id = id, StartedAt = EventTime.Parse(last.Text("startedAt")), FinishedAt = EventTime.Parse(last.Text("finishedAt")) };
            }
        }
    }

    // containerd://3f2a9c…, cri-o://…, docker://…
    private static string? WithoutScheme(string? id) => Clip(id?[(id.LastIndexOf('/') + 1)..]);

    /// <summary>Whether a text can be the name or uid of an object.</summary>
    public static bool IsName(string text) => text.Length <= MaximumName && !text.Any(char.IsControl) && !text.Any(char.IsWhiteSpace) && SecretText.IsFreeName(text);

    private static string? Clip(string? text) => text is null || text.Any(char.IsControl) || !SecretText.IsFreeName(text) ? null : text.Length > MaximumText ? text[..MaximumText] : text;
}
