using System.Text.Json;
using KubeSec.Feedback.Observations;
using KubeSec.Findings;

namespace KubeSec.Feedback.Sources;

/// <summary>
/// Tetragon's JSON export (api/v1/tetragon/tetragon.proto, GetEventsResponse). Starts and exits of processes are activity;
/// a kprobe, tracepoint, uprobe or LSM event exists only because a tracing policy asked for it, and is an alert – but for a policy
/// that does no more than watch connections as they come and go: without a message, a technique or an act of its own, it minds nothing.
/// </summary>
internal sealed class TetragonSource : IEventSource
{
    private static readonly string[] Activities = ["process_exec", "process_exit", "process_loader"];
    private static readonly string[] Alerts = ["process_kprobe", "process_tracepoint", "process_uprobe", "process_lsm", "process_usdt"];
    private static readonly string[] OfConnections = ["tcp_connect", "tcp_close", "tcp_sendmsg", "tcp_recvmsg", "inet_csk_accept"];
    private static readonly string[] SelfReports = ["process_throttle", "rate_limit_info", "test"];

    public string Name => "tetragon";

    public bool Recognises(JsonElement root) => EventName(root) is not null;

    public IEnumerable<SourceEvent> Read(JsonElement root)
    {
        string name = EventName(root)!;
        JsonElement body = root.At(name);
        if (Array.IndexOf(SelfReports, name) >= 0)
        {
            return [new Observation { Source = Name, Kind = ObservationKind.Heartbeat, Rule = name, Sensor = root.Text("node_name"), At = EventTime.Parse(root.Text("time")), NativeId = body.Text("cgroup") ?? body.Text("type") }];
        }

        JsonElement process = body.At("process");
        if (process.ValueKind != JsonValueKind.Object)
        {
            return [SourceEvent.Refuse("the event names no process")];
        }

        IReadOnlyList<string>? techniques = TechniqueTags.Of(body.Items("tags"));
        bool alert = Array.IndexOf(Alerts, name) >= 0 && !(name == "process_kprobe" && techniques is null && OnlyWatches(body));
        // The export of older versions carries no time of its own; a process's start is then the best known moment.
        string? time = root.Text("time") ?? process.Text("start_time");
        long? at = EventTime.Parse(time);
        if (time is not null && at is null)
        {
            return [SourceEvent.Refuse("'time' is no RFC 3339 time")];
        }

        var observation = new Observation
        {
            Source = Name,
            Kind = alert ? ObservationKind.Alert : ObservationKind.Activity,
            Rule = body.Text("policy_name") ?? body.Text("function_name") ?? body.Text("event") ?? name,
            Severity = alert ? SeverityOf(body) : Severity.Info,
            At = at,
            NativeId = $"{name}:{process.Text("exec_id")}:{body.Text("function_name")}",
            Message = body.Text("message"),
            Sensor = root.Text("node_name"),
            Cluster = root.Text("cluster_name"),
            Executable = process.Text("binary"),
            CommandLine = $"{process.Text("binary")} {process.Text("arguments")}".Trim(),
            Parent = body.Text("parent", "binary"),
            Pid = process.Number("pid"),
            User = process.Text("uid"),
            Target = alert ? TargetOf(body) : null,
            Connection = alert ? null : ConnectionOf(body),
            Techniques = techniques,
        };
        return [AddPod(observation, process)];
    }

    private static Observation AddPod(Observation observation, JsonElement process)
    {
        JsonElement pod = process.At("pod");
        // Without a pod only "docker" says that the process is in a container: 31 or fewer digits of its id.
        if (pod.ValueKind != JsonValueKind.Object)
        {
            return process.Text("docker") is { } container
                ? observation with { ContainerId = container }
                : observation with { Origin = OriginClass.Host };
        }

        string? id = pod.Text("container", "id");
        return (observation with
        {
            Namespace = pod.Text("namespace"),
            Pod = pod.Text("name"),
            PodUid = pod.Text("uid"),
            Container = pod.Text("container", "name"),
            ContainerId = ImageFields.ContainerId(id),
            Workload = pod.Text("workload"),
            WorkloadKind = pod.Text("workload_kind"),
        }).WithImage(pod.Text("container", "image", "name")).WithImage(pod.Text("container", "image", "id"));
    }

    // A policy that kills or overrides thinks the deed worth stopping; one that posts wants to know.
    private static Severity SeverityOf(JsonElement body) => body.Text("action") switch
    {
        "KPROBE_ACTION_SIGKILL" or "KPROBE_ACTION_OVERRIDE" or "KPROBE_ACTION_NOTIFYENFORCER" => Severity.High,
        _ => Severity.Medium,
    };

    private static bool OnlyWatches(JsonElement body) =>
        Array.IndexOf(OfConnections, body.Text("function_name")) >= 0 && body.Text("message") is null && body.Text("action") is null or "KPROBE_ACTION_POST"
        && body.Text("return_action") is null or "KPROBE_ACTION_POST";

    // Closing and sending tell no more of who opened a connection: what the kernel calls the source is the process's own end.
    private static ObservedPeer? ConnectionOf(JsonElement body)
    {
        bool accepted = body.Text("function_name") == "inet_csk_accept";
        if (!accepted && body.Text("function_name") != "tcp_connect")
        {
            return null;
        }

        JsonElement socket = body.Items("args").Append(body.At("return")).Select(argument => argument.At("sock_arg")).FirstOrDefault(argument => argument.ValueKind == JsonValueKind.Object);
        return accepted
            ? ObservedPeer.Of(ConnectionDirection.In, ConnectionProtocol.Tcp, socket.Text("daddr"), socket.Number("sport"))
            : ObservedPeer.Of(ConnectionDirection.Out, ConnectionProtocol.Tcp, socket.Text("daddr"), socket.Number("dport"));
    }

    private static string? TargetOf(JsonElement body)
    {
        foreach (JsonElement argument in body.Items("args"))
        {
            string? text = argument.Text("file_arg", "path") ?? argument.Text("path_arg", "path") ?? argument.Text("string_arg")
                ?? (argument.At("sock_arg") is { ValueKind: JsonValueKind.Object } socket
                    ? $"{socket.Text("saddr")}:{socket.Text("sport")}->{socket.Text("daddr")}:{socket.Text("dport")}" : null)
                ?? argument.Text("module_arg", "name") ?? argument.Text("linux_binprm_arg", "path");
            if (text is not null)
            {
                return text;
            }
        }

        return null;
    }

    private static string? EventName(JsonElement root) => root.ValueKind == JsonValueKind.Object
        ? Activities.Concat(Alerts).Concat(SelfReports).FirstOrDefault(name => root.At(name).ValueKind == JsonValueKind.Object) : null;
}
