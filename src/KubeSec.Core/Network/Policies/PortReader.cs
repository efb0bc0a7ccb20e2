using KubeSec.Manifests;

namespace KubeSec.Network;

/// <summary>Reads the ports of a NetworkPolicy rule; an entry the API server would refuse matches nothing.</summary>
internal static class PortReader
{
    public static RulePort Read(Field entry, PolicyFaults faults)
    {
        bool strange = faults.HasUnknownFields(entry, "protocol", "port", "endPort");
        NetworkProtocol? protocol = Protocol(entry["protocol"], faults);
        RulePort ports = ReadPorts(entry, protocol ?? NetworkProtocol.Tcp, faults);
        return strange || protocol is null ? RulePort.Nothing : ports;
    }

    /// <summary>A protocol, TCP where none is named; reported where it is none.</summary>
    public static NetworkProtocol? Protocol(Field field, PolicyFaults faults)
    {
        NetworkProtocol? protocol = ProtocolNames.Parse(field);
        if (protocol is null)
        {
            faults.NoSuchWord(field, "protocol of a policy", "TCP, UDP, SCTP");
        }

        return protocol;
    }

    /// <summary>A port number, reported where it is none.</summary>
    public static int? Number(Field port, PolicyFaults faults)
    {
        if (port.Integer is >= 1 and <= 65535 and { } number)
        {
            return (int)number;
        }

        faults.Invalid(port, port.Exists ? $"'{port.Text}' is no port number from 1 to 65535" : $"{port.Path} is missing");
        return null;
    }

    private static RulePort ReadPorts(Field entry, NetworkProtocol protocol, PolicyFaults faults)
    {
        Field port = entry["port"];
        Field end = entry["endPort"];
        if (!port.Exists)
        {
            if (end.Exists)
            {
                faults.Invalid(end, "endPort needs a port to start from");
                return RulePort.Nothing;
            }

            return new RulePort(PortSet.Of(protocol), null, null);
        }

        if (port.Node is ScalarNode { Type: ScalarType.String })
        {
            return ReadName(port, end, protocol, faults);
        }

        int? first = Number(port, faults);
        int? last = end.Exists ? Number(end, faults) : first;
        if (last < first)
        {
            faults.Invalid(end, $"endPort {last} is below port {first}");
        }

        return first is null || last is null || last < first ? RulePort.Nothing : new RulePort(PortSet.Of(protocol, first.Value, last.Value), null, null);
    }

    private static RulePort ReadName(Field port, Field end, NetworkProtocol protocol, PolicyFaults faults)
    {
        string name = port.Text ?? "";
        if (end.Exists)
        {
            faults.Invalid(end, $"endPort does not go with the named port '{name}'");
            return RulePort.Nothing;
        }

        if (!IsPortName(name))
        {
            faults.Invalid(port, $"'{name}' is no port name: up to 15 lower-case letters, digits and single dashes, with a letter among them");
            return RulePort.Nothing;
        }

        return new RulePort(PortSet.None, name, protocol);
    }

    /// <summary>IANA_SVC_NAME (RFC 6335 section 5.1).</summary>
    private static bool IsPortName(string name) =>
        name.Length is > 0 and <= 15
        && name.All(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c == '-')
        && name.Any(char.IsAsciiLetterLower)
        && name[0] != '-' && name[^1] != '-'
        && !name.Contains("--", StringComparison.Ordinal);
}
