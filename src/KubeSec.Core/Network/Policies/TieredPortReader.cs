using KubeSec.Manifests;

namespace KubeSec.Network;

/// <summary>Reads the ports of cluster-wide policies: v1alpha1 <c>ports</c> and v1alpha2 <c>protocols</c>.</summary>
internal static class TieredPortReader
{
    /// <summary>One of portNumber, portRange and namedPort (AdminNetworkPolicyPort).</summary>
    public static RulePort ReadPort(Field entry, PolicyFaults faults)
    {
        if (faults.HasUnknownFields(entry, "portNumber", "portRange", "namedPort") || !HasOneField(entry, faults))
        {
            return RulePort.Nothing;
        }

        if (entry["namedPort"].Text is { } name)
        {
            return new RulePort(PortSet.None, name, null);
        }

        Field form = entry["portNumber"].Exists ? entry["portNumber"] : entry["portRange"];
        NetworkProtocol? protocol = ProtocolNames.Parse(form["protocol"].Text);
        if (protocol is null)
        {
            faults.Invalid(form["protocol"], $"'{form["protocol"].Text}' is no protocol of a policy (TCP, UDP, SCTP)");
            return RulePort.Nothing;
        }

        return form.Name == "portNumber" ? Single(form["port"], protocol.Value, faults) : Range(form, protocol.Value, faults);
    }

    /// <summary>One of tcp, udp, sctp and destinationNamedPort (ClusterNetworkPolicyProtocol); an empty protocol means all its ports.</summary>
    public static RulePort ReadProtocol(Field entry, PolicyFaults faults)
    {
        if (faults.HasUnknownFields(entry, "tcp", "udp", "sctp", "destinationNamedPort") || !HasOneField(entry, faults))
        {
            return RulePort.Nothing;
        }

        if (entry["destinationNamedPort"].Text is { } name)
        {
            return new RulePort(PortSet.None, name, null);
        }

        Field form = entry.Entries.First();
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

        if (faults.HasUnknownFields(port, "number", "range") || !HasOneField(port, faults))
        {
            return RulePort.Nothing;
        }

        return port["range"].Exists ? Range(port["range"], protocol, faults) : Single(port["number"], protocol, faults);
    }

    private static bool HasOneField(Field entry, PolicyFaults faults)
    {
        bool one = entry.Entries.Count() == 1;
        if (!one)
        {
            faults.Invalid(entry, $"{entry.Path} must have exactly one field");
        }

        return one;
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
