using System.Text.Json.Nodes;

namespace KubeSec.Core.Tests.Feedback;

/// <summary>Connections as sensors tell of them, and the objects whose addresses they name.</summary>
internal static class ConnectionEvents
{
    /// <summary>Tetragon's process_kprobe with a socket, as the tracing policy of its own guide on network observability makes it.</summary>
    public static string Tetragon(
        string pod, string peer, int port, string at = "2026-11-20T14:05:00Z", string call = "tcp_connect", string own = "10.244.1.5", string more = "", string action = "KPROBE_ACTION_POST") => $$"""
        {"process_kprobe":{"process":{"exec_id":"ZXhlYw{{pod}}","pid":814533,"uid":1000,"binary":"/app/server","arguments":"","start_time":"2026-11-20T14:00:00Z","pod":{"namespace":"shop","name":"{{pod}}"} },"function_name":"{{call}}","args":[{"sock_arg":{"family":"{{(peer.Contains(':', StringComparison.Ordinal) ? "AF_INET6" : "AF_INET")}}","type":"SOCK_STREAM","protocol":"IPPROTO_TCP","saddr":"{{own}}","daddr":"{{peer}}","sport":37360,"dport":{{port}},"cookie":"18446614267298931072","state":"TCP_SYN_SENT"} }],"action":"{{action}}","policy_name":"connect","return_action":"KPROBE_ACTION_POST"{{more}}},"node_name":"node-1","time":"{{at}}"}

        """;

    /// <summary>KubeArmor's log of a connection, in the words of its network probes.</summary>
    public static string KubeArmor(string pod, string resource, string data, string at = "2026-11-20T14:06:00.125535Z", string result = "Passed", string more = "") => $$"""
        {"Timestamp":1,"UpdatedTime":"{{at}}","ClusterName":"default","HostName":"node-1","NamespaceName":"shop","Owner":{"Ref":"Deployment","Name":"{{pod[..pod.IndexOf('-', StringComparison.Ordinal)]}}","Namespace":"shop"},"PodName":"{{pod}}","ContainerID":"{{PodListing.IdA}}","ContainerName":"c","ContainerImage":"docker.io/library/nginx:1","ProcessName":"/app/server","HostPID":1,"Type":"ContainerLog","Source":"/app/server","Operation":"Network","Resource":"{{resource}}","Data":"{{data}}","Result":"{{result}}"{{more}}}

        """;

    /// <summary>Falco's alert over a connection of the web.</summary>
    public static string Falco(string connection, string at = "2026-11-20T14:02:11Z") =>
        FalcoEvents.Event(rule: "Outbound connection", time: at).Replace("\"proc.cmdline\"", $"\"fd.name\":\"{connection}\",\"proc.cmdline\"", StringComparison.Ordinal) + "\n";

    /// <summary>A pod with an address.</summary>
    public static JsonObject Pod(string workload, string address, string? uid = null, string created = "2026-11-20T13:00:00Z", string node = "192.0.2.10", bool hostNetwork = false)
    {
        JsonObject pod = PodListing.Pod($"{workload}-6c9f7d5b8d-x2k4p", uid ?? $"uid-{workload}", created, owner: PodListing.Owner("ReplicaSet", $"{workload}-6c9f7d5b8d", "rs"), id: (uid ?? workload).PadRight(64, '0'));
        pod["spec"]!["hostNetwork"] = hostNetwork;
        pod["status"]!["podIPs"] = new JsonArray([.. address.Split(',').Select(ip => new JsonObject { ["ip"] = ip })]);
        pod["status"]!["hostIP"] = node;
        pod["status"]!["phase"] = "Running";
        return pod;
    }

    public static JsonObject Service(string name, string address, string created = "2026-11-01T00:00:00Z") => new()
    {
        ["apiVersion"] = "v1",
        ["kind"] = "Service",
        ["metadata"] = new JsonObject { ["name"] = name, ["namespace"] = "shop", ["uid"] = $"svc-{name}-{created}", ["creationTimestamp"] = created },
        ["spec"] = new JsonObject { ["clusterIP"] = address, ["clusterIPs"] = new JsonArray(address) },
    };

    public static JsonObject Node(string name, string address) => new()
    {
        ["apiVersion"] = "v1",
        ["kind"] = "Node",
        ["metadata"] = new JsonObject { ["name"] = name, ["uid"] = $"node-{name}" },
        ["status"] = new JsonObject { ["addresses"] = new JsonArray(new JsonObject { ["type"] = "InternalIP", ["address"] = address }) },
    };
}
