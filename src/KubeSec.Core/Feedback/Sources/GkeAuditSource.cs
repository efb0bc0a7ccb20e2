using System.Text.Json;
using KubeSec.Feedback.Observations;
using KubeSec.Findings;

namespace KubeSec.Feedback.Sources;

/// <summary>GKE's audit log entries: <c>google.cloud.audit.AuditLog</c>, where the request is a method name and a resource path.</summary>
internal sealed class GkeAuditSource : IEventSource
{
    public string Name => "gke-audit";

    public bool Recognises(JsonElement root) => root.At("protoPayload").ValueKind == JsonValueKind.Object;

    public IEnumerable<SourceEvent> Read(JsonElement root)
    {
        JsonElement payload = root.At("protoPayload");
        if (payload.Text("methodName") is not { } method)
        {
            return [SourceEvent.Refuse("the entry names no method")];
        }

        bool exec = method.Contains(".pods.exec.", StringComparison.Ordinal) || method.Contains(".pods.attach.", StringComparison.Ordinal);
        string[] path = (payload.Text("resourceName") ?? "").Split('/');
        return
        [
            new Observation
            {
                Source = Name,
                Kind = exec ? ObservationKind.Alert : ObservationKind.Activity,
                Rule = exec ? "Exec into pod" : method,
                Severity = exec ? Severity.Medium : Severity.Info,
                At = EventTime.Parse(root.Text("timestamp")),
                NativeId = root.Text("insertId"),
                Message = $"{payload.Text("authenticationInfo", "principalEmail")} {method} {payload.Text("resourceName")}",
                User = payload.Text("authenticationInfo", "principalEmail"),
                Cluster = root.Text("resource", "labels", "cluster_name"),
                Namespace = After(path, "namespaces"),
                Pod = After(path, "pods"),
                Target = payload.Text("resourceName"),
                Origin = exec ? OriginClass.Operator : OriginClass.Unknown,
            },
        ];
    }

    private static string? After(string[] path, string part) =>
        Array.IndexOf(path, part) is var at and >= 0 && at + 1 < path.Length ? path[at + 1] : null;
}
