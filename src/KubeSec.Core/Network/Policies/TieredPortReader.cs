using KubeSec.Manifests;

namespace KubeSec.Network;

/// <summary>Reads the ports of cluster-wide policies: v1alpha1 <c>ports</c> and v1alpha2 <c>protocols</c>.</summary>
internal static class TieredPortReader
{
    /// <summary>One of portNumber, portRange and namedPort (AdminNetworkPolicyPort).</summary>
    public static RulePort ReadPort(Field entry, PolicyFaults faults)
    {
        if (faults.HasUnknownFields(entry, "portNumber", "portRange", "namedPort") || OneField(entry, faults) is not { } form)
        {
            return RulePort.Nothing;
        }

        if (form.Name == "namedPort")
        {
            return Named(form, faults);
        }

        return PortReader.Protocol(form["protocol"], faults) is not { } protocol ? RulePort.Nothing
            : form.Name == "portNumber" ? Single(form["port"], protocol, faults)
            : Range(form, protocol, faults);
    }

    /// <summary>One of tcp, udp, sctp and destinationNamedPort (ClusterNetworkPolicyProtocol); an empty protocol means all its ports.</summary>
    public static RulePort ReadProtocol(Field entry, PolicyFaults faults)
    {
        if (faults.HasUnknownFields(entry, "tcp", "udp", "sctp", "destinationNamedPort") || OneField(entry, faults) is not { } form)
        {
            return RulePort.Nothing;
        }

        if (form.Name == "destinationNamedPort")
        {
            return Named(form, faults);
        }

        NetworkProtocol protocol = ProtocolNames.Parse(form.Name.ToUpperInvariant())!.Value;
        Field port = form["destinationPort"];
        if (faults.HasUnknownFields(form, "destinationPort"))
        {
            return RulePort.Nothing;
        }

        if (!port.Exists)
        {
            return new RulePort(PortSet.Of(protocol), null, null);
        }

        if (faults.HasUnknownFields(port, "number", "range") || OneField(port, faults) is not { } numbers)
        {
            return RulePort.Nothing;
        }

        return numbers.Name == "range" ? Range(numbers, protocol, faults) : Single(numbers, protocol, faults);
    }

    private static Field? OneField(Field entry, PolicyFaults faults) => faults.OnlyField(entry, $"{entry.Path} must have exactly one field");

    private static RulePort Named(Field name, PolicyFaults faults)
    {
        if (name.Node is ScalarNode { Type: ScalarType.String, Text: { Length: > 0 } text })
        {
            return new RulePort(PortSet.None, text, null);
        }

        faults.Invalid(name, $"{name.Path} must be the name of a port");
        return RulePort.Nothing;
    }

    private static RulePort Single(Field port, NetworkProtocol protocol, PolicyFaults faults) =>
        PortReader.Number(port, faults) is { } number ? new RulePort(PortSet.Of(protocol, number, number), null, null) : RulePort.Nothing;

    private static RulePort Range(Field range, NetworkProtocol protocol, PolicyFaults faults)
    {
        int? start = PortReader.Number(range["start"], faults);
        int? end = PortReader.Number(range["end"], faults);
        if (start >= end)
        {
            faults.Invalid(range, $"the start of a port range must be below its end, {start} is not below {end}");
        }

        return start is null || end is null || start >= end ? RulePort.Nothing : new RulePort(PortSet.Of(protocol, start.Value, end.Value), null, null);
    }
}
