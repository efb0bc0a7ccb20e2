using System.Text.Json.Nodes;

namespace KubeSec.Core.Tests.Feedback;

/// <summary>Pods and controllers as a cluster describes them.</summary>
internal static class PodListing
{
    public const string DigestA = "sha256:aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa";
    public const string DigestB = "sha256:bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb";
    public const string IdA = "a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1";
    public const string IdB = "b2b2b2b2b2b2b2b2b2b2b2b2b2b2b2b2b2b2b2b2b2b2b2b2b2b2b2b2b2b2b2b2";

    public static JsonObject Pod(
        string name = "web-6c9f7d5b8d-x2k4p", string uid = "uid-a", string created = "2026-11-20T14:00:00Z", string? started = null, string digest = DigestA, string id = IdA,
        string space = "shop", string container = "web", string image = "ghcr.io/acme/shop-web:1", JsonObject? owner = null, string? hash = "6c9f7d5b8d", string? finished = null) => new()
        {
            ["apiVersion"] = "v1",
            ["kind"] = "Pod",
            ["metadata"] = new JsonObject
            {
                ["name"] = name,
                ["namespace"] = space,
                ["uid"] = uid,
                ["creationTimestamp"] = created,
                ["labels"] = hash is null ? new JsonObject() : new JsonObject { ["pod-template-hash"] = hash },
                ["ownerReferences"] = new JsonArray(owner ?? Owner("ReplicaSet", "web-6c9f7d5b8d", "rs-1")),
            },
            ["spec"] = new JsonObject { ["nodeName"] = "node-1", ["containers"] = new JsonArray(new JsonObject { ["name"] = container, ["image"] = image }) },
            ["status"] = new JsonObject
            {
                ["containerStatuses"] = new JsonArray(new JsonObject
                {
                    ["name"] = container,
                    ["containerID"] = $"containerd://{id}",
                    ["imageID"] = $"ghcr.io/acme/shop-web@{digest}",
                    ["state"] = finished is null
                        ? new JsonObject { ["running"] = new JsonObject { ["startedAt"] = started ?? created } }
                        : new JsonObject { ["terminated"] = new JsonObject { ["startedAt"] = started ?? created, ["finishedAt"] = finished } },
                }),
            },
        };

    public static JsonObject Owner(string kind, string name, string uid) => new() { ["kind"] = kind, ["name"] = name, ["uid"] = uid, ["controller"] = true };

    public static JsonObject Controller(string kind, string name, string uid, JsonObject? owner = null) => new()
    {
        ["apiVersion"] = "apps/v1",
        ["kind"] = kind,
        ["metadata"] = new JsonObject { ["name"] = name, ["namespace"] = "shop", ["uid"] = uid, ["ownerReferences"] = owner is null ? [] : new JsonArray(owner) },
    };

    public static string List(params JsonObject[] items) =>
        new JsonObject { ["apiVersion"] = "v1", ["items"] = new JsonArray([.. items]), ["kind"] = "List", ["metadata"] = new JsonObject { ["resourceVersion"] = "" } }.ToJsonString();
}
