using System.Text.Json;
using KubeSec.Findings;

namespace KubeSec.Feedback.Sources;

/// <summary>
/// Which API requests are incidents: the ones Sigma's and Falco's audit rules agree on. Refused requests count as well
/// where trying is telling (anonymous access).
/// </summary>
internal static class AuditDetections
{
    public static (string Rule, Severity Severity, OriginClass Origin)? Of(JsonElement root)
    {
        string verb = root.Text("verb") ?? "";
        JsonElement target = root.At("objectRef");
        string resource = target.Text("resource") ?? "";
        bool changes = verb is "create" or "update" or "patch";
        bool allowed = root.Number("responseStatus", "code") is not >= 400;
        string user = root.Text("user", "username") ?? "";
        return (resource, target.Text("subresource")) switch
        {
            _ when user == "system:anonymous" && allowed && resource.Length > 0 => ("Anonymous request allowed", Severity.High, OriginClass.Operator),
            _ when !allowed => null,
            ("pods", "exec") when verb is "create" or "get" => ("Exec into pod", Severity.Medium, OriginClass.Operator),
            ("pods", "attach") when verb is "create" or "get" => ("Attach to pod", Severity.Medium, OriginClass.Operator),
            ("pods", "ephemeralcontainers") when changes => ("Ephemeral container added", Severity.Medium, OriginClass.Operator),
            ("pods" or "deployments" or "daemonsets" or "statefulsets" or "replicasets" or "jobs" or "cronjobs", null) when changes => PodOf(root),
            ("clusterrolebindings" or "rolebindings", null) when changes && root.Text("requestObject", "roleRef", "name") == "cluster-admin" =>
                ("cluster-admin granted", Severity.High, OriginClass.Operator),
            ("clusterroles" or "roles", null) when changes => RoleOf(root),
            ("clusterroles", null) when verb == "delete" && (target.Text("name") ?? "").StartsWith("system:", StringComparison.Ordinal) =>
                ("System role deleted", Severity.High, OriginClass.Operator),
            ("secrets", null) when verb is "list" && !user.StartsWith("system:", StringComparison.Ordinal) => ("Secrets enumerated", Severity.Medium, OriginClass.Operator),
            ("configmaps", null) when changes && HoldsCredentials(root.At("requestObject", "data")) => ("ConfigMap with credentials", Severity.Medium, OriginClass.Operator),
            _ => null,
        };
    }

    private static (string, Severity, OriginClass)? PodOf(JsonElement root)
    {
        JsonElement spec = root.At("requestObject", "spec");
        JsonElement pod = spec.At("jobTemplate", "spec", "template", "spec") is { ValueKind: JsonValueKind.Object } cron ? cron
            : spec.At("template", "spec") is { ValueKind: JsonValueKind.Object } template ? template : spec;
        foreach (JsonElement container in pod.Items("containers").Concat(pod.Items("initContainers")))
        {
            if (container.At("securityContext", "privileged").ValueKind == JsonValueKind.True)
            {
                return ("Privileged pod created", Severity.High, OriginClass.Operator);
            }
        }

        if (pod.At("hostNetwork").ValueKind == JsonValueKind.True || pod.At("hostPID").ValueKind == JsonValueKind.True || pod.At("hostIPC").ValueKind == JsonValueKind.True)
        {
            return ("Pod with host namespaces created", Severity.High, OriginClass.Operator);
        }

        return pod.Items("volumes").Any(volume => IsSensitive(volume.Text("hostPath", "path")))
            ? ("Pod with sensitive host path created", Severity.High, OriginClass.Operator) : null;
    }

    private static bool IsSensitive(string? path) =>
        path is "/" or "/proc" or "/var/run/docker.sock" or "/run/containerd/containerd.sock" or "/etc/kubernetes" or "/root"
        || path is not null && (path.StartsWith("/etc", StringComparison.Ordinal) || path.StartsWith("/var/lib/kubelet", StringComparison.Ordinal) || path.StartsWith("/proc/", StringComparison.Ordinal));

    private static (string, Severity, OriginClass)? RoleOf(JsonElement root)
    {
        foreach (JsonElement rule in root.Items("requestObject", "rules"))
        {
            if (Lists(rule, "resources", "*") || Lists(rule, "verbs", "*"))
            {
                return ("Wildcard role created", Severity.Medium, OriginClass.Operator);
            }

            if (Lists(rule, "resources", "pods/exec"))
            {
                return ("Role may exec into pods", Severity.Medium, OriginClass.Operator);
            }
        }

        return null;
    }

    private static bool Lists(JsonElement rule, string field, string value) =>
        rule.Items(field).Any(item => item.ValueKind == JsonValueKind.String && item.ValueEquals(value));

    private static bool HoldsCredentials(JsonElement data) => data.ValueKind == JsonValueKind.Object
        && data.EnumerateObject().Any(entry => Redaction.SecretText.NamesSecret(entry.Name)
            || (entry.Value.ValueKind == JsonValueKind.String && Redaction.SecretText.Redact(entry.Value.GetString()!) != entry.Value.GetString()));
}
