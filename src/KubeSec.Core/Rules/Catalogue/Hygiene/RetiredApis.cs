namespace KubeSec.Rules.Catalogue.Hygiene;

/// <summary>API versions that have left Kubernetes (kubernetes.io, Deprecated API Migration Guide).</summary>
internal static class RetiredApis
{
    private static readonly Retired[] All =
    [
        new("extensions/v1beta1", ["Deployment", "DaemonSet", "ReplicaSet", "NetworkPolicy"], 9, 16, "apps/v1 or networking.k8s.io/v1"),
        new("apps/v1beta1", [], 9, 16, "apps/v1"),
        new("apps/v1beta2", [], 9, 16, "apps/v1"),
        new("extensions/v1beta1", ["PodSecurityPolicy"], 10, 16, "Pod Security Admission"),
        new("extensions/v1beta1", ["Ingress"], 14, 22, "networking.k8s.io/v1"),
        new("networking.k8s.io/v1beta1", ["Ingress", "IngressClass"], 19, 22, "networking.k8s.io/v1"),
        new("admissionregistration.k8s.io/v1beta1", ["MutatingWebhookConfiguration", "ValidatingWebhookConfiguration"], 16, 22, "admissionregistration.k8s.io/v1"),
        new("apiextensions.k8s.io/v1beta1", [], 16, 22, "apiextensions.k8s.io/v1"),
        new("apiregistration.k8s.io/v1beta1", [], 10, 22, "apiregistration.k8s.io/v1"),
        new("certificates.k8s.io/v1beta1", ["CertificateSigningRequest"], 19, 22, "certificates.k8s.io/v1"),
        new("coordination.k8s.io/v1beta1", ["Lease"], 14, 22, "coordination.k8s.io/v1"),
        new("rbac.authorization.k8s.io/v1alpha1", [], 17, 22, "rbac.authorization.k8s.io/v1"),
        new("rbac.authorization.k8s.io/v1beta1", [], 17, 22, "rbac.authorization.k8s.io/v1"),
        new("scheduling.k8s.io/v1beta1", [], 14, 22, "scheduling.k8s.io/v1"),
        new("storage.k8s.io/v1beta1", ["CSIDriver", "CSINode", "StorageClass", "VolumeAttachment"], 19, 22, "storage.k8s.io/v1"),
        new("batch/v1beta1", ["CronJob"], 21, 25, "batch/v1"),
        new("discovery.k8s.io/v1beta1", ["EndpointSlice"], 21, 25, "discovery.k8s.io/v1"),
        new("events.k8s.io/v1beta1", ["Event"], 19, 25, "events.k8s.io/v1"),
        new("autoscaling/v2beta1", [], 22, 25, "autoscaling/v2"),
        new("policy/v1beta1", ["PodDisruptionBudget"], 21, 25, "policy/v1"),
        new("policy/v1beta1", ["PodSecurityPolicy"], 21, 25, "Pod Security Admission"),
        new("node.k8s.io/v1beta1", ["RuntimeClass"], 20, 25, "node.k8s.io/v1"),
        new("autoscaling/v2beta2", [], 23, 26, "autoscaling/v2"),
        new("flowcontrol.apiserver.k8s.io/v1beta1", [], 23, 26, "flowcontrol.apiserver.k8s.io/v1"),
        new("storage.k8s.io/v1beta1", ["CSIStorageCapacity"], 24, 27, "storage.k8s.io/v1"),
        new("flowcontrol.apiserver.k8s.io/v1beta2", [], 26, 29, "flowcontrol.apiserver.k8s.io/v1"),
        new("flowcontrol.apiserver.k8s.io/v1beta3", [], 29, 32, "flowcontrol.apiserver.k8s.io/v1"),
    ];

    /// <summary>What is known of an API version and kind, or null where it is still served.</summary>
    public static Retired? Find(string apiVersion, string kind) =>
        Array.Find(All, api => api.ApiVersion == apiVersion && (api.Kinds.Length == 0 || Array.IndexOf(api.Kinds, kind) >= 0));

    /// <summary>An API version that has left.</summary>
    /// <param name="ApiVersion">Group and version.</param>
    /// <param name="Kinds">The kinds of it; empty for all.</param>
    /// <param name="Deprecated">First minor in which it was deprecated.</param>
    /// <param name="Removed">First minor that no longer serves it.</param>
    /// <param name="Successor">What has taken its place.</param>
    internal sealed record Retired(string ApiVersion, string[] Kinds, int Deprecated, int Removed, string Successor);
}
