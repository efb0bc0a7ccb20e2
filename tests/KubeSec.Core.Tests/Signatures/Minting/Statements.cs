using System.Security.Cryptography;
using System.Text.Json.Nodes;

namespace KubeSec.Core.Tests.Signatures;

/// <summary>In-toto statements for tests.</summary>
internal static class Statements
{
    public static string AboutArtifact(string predicateType, string predicate) => new JsonObject
    {
        ["_type"] = "https://in-toto.io/Statement/v1",
        ["subject"] = new JsonArray(new JsonObject
        {
            ["name"] = "shop",
            ["digest"] = new JsonObject { ["sha256"] = Convert.ToHexStringLower(SHA256.HashData(MintedInstance.Artifact)) },
        }),
        ["predicateType"] = predicateType,
        ["predicate"] = JsonNode.Parse(predicate),
    }.ToJsonString();
}
