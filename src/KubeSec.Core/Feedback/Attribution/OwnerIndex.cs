using System.Text.Json;
using KubeSec.Feedback.Sources;

namespace KubeSec.Feedback.Attribution;

/// <summary>Who controls whom in a cluster: finds the chain from a pod to its top controller.</summary>
internal sealed class OwnerIndex
{
    // A Job of a CronJob of a custom resource is three; a chain longer than this is a loop or an attack.
    private const int MaximumDepth = 16;

    private readonly Dictionary<string, OwnerFact?> controllers = new(StringComparer.Ordinal);

    /// <summary>Notes one object that may control others: a ReplicaSet, a Job, anything.</summary>
    public void Add(JsonElement item)
    {
        if (item.Text("metadata", "uid") is { } uid)
        {
            controllers[uid] = ControllerOf(item);
        }
    }

    /// <summary>Whether it is known what controls an object.</summary>
    public bool Knows(string uid) => controllers.ContainsKey(uid);

    /// <summary>The controllers of a pod, the nearest first.</summary>
    public IReadOnlyList<OwnerFact> ChainOf(JsonElement pod)
    {
        List<OwnerFact> chain = [];
        for (OwnerFact? owner = ControllerOf(pod); owner is not null && chain.Count < MaximumDepth && !chain.Contains(owner);)
        {
            chain.Add(owner);
            owner = owner.Uid is { } uid ? controllers.GetValueOrDefault(uid) : null;
        }

        if (chain is [{ Kind: "ReplicaSet" } only] && DeploymentOf(only, pod) is { } deployment)
        {
            chain.Add(deployment);
        }

        // A static pod is "controlled" by its node, which deploys nothing.
        return chain is [{ Kind: "Node" }] ? [] : chain;
    }

    private static OwnerFact? ControllerOf(JsonElement item)
    {
        JsonElement reference = item.Items("metadata", "ownerReferences").FirstOrDefault(owner => owner.At("controller").ValueKind == JsonValueKind.True);
        return NameOf(reference, "kind") is { } kind && NameOf(reference, "name") is { } name ? new OwnerFact(kind, name, NameOf(reference, "uid")) : null;
    }

    private static string? NameOf(JsonElement reference, string field) => reference.Text(field) is { Length: > 0 } text && PodFacts.IsName(text) ? text : null;

    // The deployment controller names its ReplicaSets NAME-HASH and puts the hash on their pods (kubernetes pkg/controller/deployment/sync.go):
    // the label proves the Deployment where the ReplicaSet itself was not listed.
    private static OwnerFact? DeploymentOf(OwnerFact replicaSet, JsonElement pod) =>
        pod.Text("metadata", "labels", "pod-template-hash") is { } hash && replicaSet.Name.EndsWith("-" + hash, StringComparison.Ordinal) && replicaSet.Name.Length > hash.Length + 1
            ? new OwnerFact("Deployment", replicaSet.Name[..^(hash.Length + 1)], null)
            : null;
}
