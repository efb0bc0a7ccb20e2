using KubeSec.Manifests;

namespace KubeSec.Network;

/// <summary>A container port that a policy or a Service can name.</summary>
internal readonly record struct NamedPort(string Name, NetworkProtocol Protocol, int Port)
{
    /// <summary>The named ports of a pod; a native sidecar's count like any other container's.</summary>
    public static IReadOnlyList<NamedPort> Of(Workload workload) =>
    [
        .. workload.Containers
            .Where(container => container.Role is ContainerRole.Main or ContainerRole.Sidecar)
            .SelectMany(container => container.Field["ports"].Items)
            .Select(port => Read(port, "containerPort"))
            .Concat(VirtualMachines.PortsOf(workload).Select(port => Read(port, "port")))
            .OfType<NamedPort>()
            .Distinct()
            .OrderBy(port => port.Name, StringComparer.Ordinal).ThenBy(port => port.Protocol).ThenBy(port => port.Port),
    ];

    private static NamedPort? Read(Field port, string numberField) =>
        port["name"].Text is { Length: > 0 } name
        && ProtocolNames.Parse(port["protocol"].Text) is { } protocol
        && port[numberField].Integer is > 0 and <= 65535 and { } number
            ? new NamedPort(name, protocol, (int)number)
            : null;
}
