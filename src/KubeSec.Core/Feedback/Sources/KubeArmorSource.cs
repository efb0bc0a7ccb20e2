using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using KubeSec.Feedback.Observations;
using KubeSec.Findings;

namespace KubeSec.Feedback.Sources;

/// <summary>KubeArmor's alerts and logs (protobuf/kubearmor.proto): a matched policy is an alert, a container or host log is activity.</summary>
internal sealed partial class KubeArmorSource : IEventSource
{
    public string Name => "kubearmor";

    public bool Recognises(JsonElement root) => root.IsText("Operation") && root.IsText("Type") && (root.Has("Source") || root.Has("PolicyName") || root.Has("HostName"));

    public IEnumerable<SourceEvent> Read(JsonElement root)
    {
        string type = root.Text("Type") ?? "";
        bool alert = type.StartsWith("Matched", StringComparison.Ordinal) || root.Text("PolicyName") is not null;
        var observation = new Observation
        {
            Source = Name,
            Kind = alert ? ObservationKind.Alert : ObservationKind.Activity,
            Rule = root.Text("PolicyName") ?? root.Text("Operation") ?? type,
            Severity = alert ? SeverityOf(root.Number("Severity")) : Severity.Info,
            At = EventTime.Parse(root.Text("UpdatedTime")) ?? (root.Number("Timestamp") is { } seconds ? EventTime.FromSeconds(seconds, 0) : null),
            NativeId = $"{root.Text("Operation")}:{root.Text("HashID")}:{root.Text("Data")}:{root.Text("Action")}",
            Message = root.Text("Message"),
            Sensor = root.Text("HostName"),
            Cluster = root.Text("ClusterName"),
            Executable = root.Text("ProcessName") ?? FirstWord(root.Text("Source")),
            CommandLine = root.Text("Operation") == "Process" ? root.Text("Resource") : root.Text("Source"),
            Parent = root.Text("ParentProcessName"),
            Pid = root.Number("HostPID"),
            User = root.Text("UID"),
            Target = ConnectionOf(root) ?? root.Text("Resource"),
            Connection = alert || root.Text("Operation") != "Network" ? null : PeerOf(root),
            Techniques = TechniqueTags.Of(root.Items("ATags")),
        };
        if (root.Text("ContainerID") is null && root.Text("PodName") is null)
        {
            return [observation with { Origin = OriginClass.Host }];
        }

        return
        [
            (observation with
            {
                ContainerId = root.Text("ContainerID"),
                Container = root.Text("ContainerName"),
                Namespace = root.Text("NamespaceName"),
                Pod = root.Text("PodName"),
                WorkloadKind = root.Text("Owner", "Ref"),
                Workload = root.Text("Owner", "Name"),
            }).WithImage(root.Text("ContainerImage")),
        ];
    }

    private static string? FirstWord(string? text) => text?.Split(' ', 2)[0];

    // The network's peer is spread over key=value words: remoteip=1.2.3.4 port=443.
    private static string? ConnectionOf(JsonElement root)
    {
        string text = $"{root.Text("Resource")} {root.Text("Data")}";
        Match peer = Peer().Match(text);
        Match port = Port().Match(text);
        return peer.Success && port.Success ? $"->{peer.Groups["value"].Value}:{port.Groups["value"].Value}" : null;
    }

    // Of a connection that was let in, the port is the process's own (KubeArmor BPF/system_monitor.c); SYS_CONNECT names no protocol.
    private static ObservedPeer? PeerOf(JsonElement root)
    {
        string text = $"{root.Text("Resource")} {root.Text("Data")}";
        (ConnectionDirection direction, ConnectionProtocol? protocol) = Hook().Match(text).Groups["hook"].Value switch
        {
            "tcp_connect" => (ConnectionDirection.Out, ConnectionProtocol.Tcp),
            "tcp_accept" => (ConnectionDirection.In, ConnectionProtocol.Tcp),
            "UDP_SENDMSG" => (ConnectionDirection.Out, ConnectionProtocol.Udp),
            _ => (ConnectionDirection.Out, (ConnectionProtocol?)null),
        };
        long? port = long.TryParse(PeerPort().Match(text).Groups["value"].Value, NumberStyles.None, CultureInfo.InvariantCulture, out long number) ? number : null;
        bool stopped = root.Text("Result") is not (null or "Passed");
        return protocol is null ? null : ObservedPeer.Of(direction, protocol, PeerIp().Match(text).Groups["value"].Value, port, stopped);
    }

    // Policies grade 1 to 10.
    private static Severity SeverityOf(long? grade) => grade switch
    {
        >= 9 => Severity.Critical,
        >= 7 => Severity.High,
        >= 4 => Severity.Medium,
        null => Severity.Medium,
        >= 2 => Severity.Low,
        _ => Severity.Info,
    };

    [GeneratedRegex(@"\bk(?:probe|func)=(?<hook>tcp_connect|tcp_accept|UDP_SENDMSG)\b", RegexOptions.CultureInvariant)]
    private static partial Regex Hook();

    [GeneratedRegex(@"\b(?:remoteip|daddr)=(?<value>[0-9a-fA-F.:]{2,45})", RegexOptions.CultureInvariant)]
    private static partial Regex PeerIp();

    [GeneratedRegex(@"\b(?:port|sin6?_port)=(?<value>[0-9]{1,5})", RegexOptions.CultureInvariant)]
    private static partial Regex PeerPort();

    [GeneratedRegex(@"\b(?:remoteip|DestinationIP)=(?<value>[0-9a-fA-F.:]+)", RegexOptions.CultureInvariant)]
    private static partial Regex Peer();

    [GeneratedRegex(@"\b(?:port|DestinationPort)=(?<value>[0-9]+)", RegexOptions.CultureInvariant)]
    private static partial Regex Port();
}
