namespace KubeSec.Cluster;

/// <summary>What KubeSec reads of a cluster, and why: the role it asks for follows from these lists.</summary>
internal static class ResourceCollections
{
    /// <summary>What runs: the inventory, and statuses such as OOM kills.</summary>
    public static ResourceCollection Pods { get; } = new("", "v1", "pods", "Pod");

    /// <summary>Who controls whom, so that a pod leads to its workload.</summary>
    public static IReadOnlyList<ResourceCollection> Owners { get; } =
    [
        new("apps", "v1", "replicasets", "ReplicaSet"),
        new("batch", "v1", "jobs", "Job"),
    ];

    /// <summary>What sensors see of a connection to a Service is its address. Nodes are not asked for theirs: pods tell them.</summary>
    public static ResourceCollection Services { get; } = new("", "v1", "services", "Service");

    /// <summary>What clusters report of themselves.</summary>
    public static IReadOnlyList<ResourceCollection> Observations { get; } =
    [
        new("", "v1", "events", "Event"),
        new("wgpolicyk8s.io", "v1alpha2", "policyreports", "PolicyReport", Optional: true),
        new("wgpolicyk8s.io", "v1alpha2", "clusterpolicyreports", "ClusterPolicyReport", Namespaced: false, Optional: true),
        new("openreports.io", "v1alpha1", "reports", "Report", Optional: true),
        new("openreports.io", "v1alpha1", "clusterreports", "ClusterReport", Namespaced: false, Optional: true),
    ];

    /// <summary>What the rules judge. Secrets are not read: no rule needs what they hold.</summary>
    public static IReadOnlyList<ResourceCollection> Manifests { get; } =
    [
        Pods,
        .. Owners,
        new("", "v1", "namespaces", "Namespace", Namespaced: false),
        new("", "v1", "configmaps", "ConfigMap"),
        new("", "v1", "limitranges", "LimitRange"),
        new("", "v1", "podtemplates", "PodTemplate"),
        new("", "v1", "replicationcontrollers", "ReplicationController"),
        new("", "v1", "resourcequotas", "ResourceQuota"),
        new("", "v1", "serviceaccounts", "ServiceAccount"),
        Services,
        new("apps", "v1", "daemonsets", "DaemonSet"),
        new("apps", "v1", "deployments", "Deployment"),
        new("apps", "v1", "statefulsets", "StatefulSet"),
        new("batch", "v1", "cronjobs", "CronJob"),
        new("autoscaling", "v2", "horizontalpodautoscalers", "HorizontalPodAutoscaler"),
        new("policy", "v1", "poddisruptionbudgets", "PodDisruptionBudget"),
        new("networking.k8s.io", "v1", "networkpolicies", "NetworkPolicy"),
        new("networking.k8s.io", "v1", "ingresses", "Ingress"),
        new("rbac.authorization.k8s.io", "v1", "roles", "Role"),
        new("rbac.authorization.k8s.io", "v1", "rolebindings", "RoleBinding"),
        new("rbac.authorization.k8s.io", "v1", "clusterroles", "ClusterRole", Namespaced: false),
        new("rbac.authorization.k8s.io", "v1", "clusterrolebindings", "ClusterRoleBinding", Namespaced: false),
        new("apiregistration.k8s.io", "v1", "apiservices", "APIService", Namespaced: false),
        new("admissionregistration.k8s.io", "v1", "validatingwebhookconfigurations", "ValidatingWebhookConfiguration", Namespaced: false),
        new("admissionregistration.k8s.io", "v1", "mutatingwebhookconfigurations", "MutatingWebhookConfiguration", Namespaced: false),
        new("admissionregistration.k8s.io", "v1", "validatingadmissionpolicies", "ValidatingAdmissionPolicy", Namespaced: false, Optional: true),
        new("admissionregistration.k8s.io", "v1", "validatingadmissionpolicybindings", "ValidatingAdmissionPolicyBinding", Namespaced: false, Optional: true),
        new("policy.networking.k8s.io", "v1alpha1", "adminnetworkpolicies", "AdminNetworkPolicy", Namespaced: false, Optional: true),
        new("policy.networking.k8s.io", "v1alpha1", "baselineadminnetworkpolicies", "BaselineAdminNetworkPolicy", Namespaced: false, Optional: true),
        new("policy.networking.k8s.io", "v1alpha2", "clusternetworkpolicies", "ClusterNetworkPolicy", Namespaced: false, Optional: true),
        new("gateway.networking.k8s.io", "v1", "gateways", "Gateway", Optional: true),
        new("gateway.networking.k8s.io", "v1", "httproutes", "HTTPRoute", Optional: true),
        new("gateway.networking.k8s.io", "v1beta1", "referencegrants", "ReferenceGrant", Optional: true),
        new("cilium.io", "v2", "ciliumnetworkpolicies", "CiliumNetworkPolicy", Optional: true),
        new("cilium.io", "v2", "ciliumclusterwidenetworkpolicies", "CiliumClusterwideNetworkPolicy", Namespaced: false, Optional: true),
        new("crd.projectcalico.org", "v1", "networkpolicies", "NetworkPolicy", Optional: true),
        new("crd.projectcalico.org", "v1", "globalnetworkpolicies", "GlobalNetworkPolicy", Namespaced: false, Optional: true),
        new("argoproj.io", "v1alpha1", "rollouts", "Rollout", Optional: true),
    ];
}
