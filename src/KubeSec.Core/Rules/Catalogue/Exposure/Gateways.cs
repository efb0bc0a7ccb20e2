using KubeSec.Manifests;

namespace KubeSec.Rules.Catalogue.Exposure;

/// <summary>What rules about gateways have in common.</summary>
internal static class Gateways
{
    /// <summary>Whether it is a Gateway of the Gateway API; other groups have kinds of that name.</summary>
    public static bool IsGateway(this Resource resource) => resource is { Kind: "Gateway", Identity.Group: "gateway.networking.k8s.io" };
}
