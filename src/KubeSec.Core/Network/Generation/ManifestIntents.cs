using System.Text.RegularExpressions;
using KubeSec.Manifests;

namespace KubeSec.Network;

/// <summary>
/// What manifests say about who needs whom: Service names in variables, arguments, probes with a host and config maps,
/// and the Services and routes that lead in from outside.
/// </summary>
internal sealed partial class ManifestIntents
{
    private readonly NetworkModel model;
    private readonly NetworkWorkload[] workloads;
    private readonly Dictionary<(string Namespace, string Name), ClusterService> services;
    private readonly Dictionary<(string Namespace, string Name), Resource> configMaps = [];

    public ManifestIntents(NetworkModel model)
    {
        this.model = model;
        workloads = [.. model.Workloads.Where(workload => workload.Source is not null)];
        services = ClusterService.ByName(model.Resources);
        foreach (Resource map in model.Resources.Where(resource => resource is { Kind: "ConfigMap", Identity.ApiVersion: "v1" }))
        {
            configMaps[(map.EffectiveNamespace, map.Identity.Name)] = map;
        }
    }

    public IEnumerable<Intent> Read() => workloads.SelectMany(FromTexts).Concat(FromOutside());

    /// <summary>Addresses that texts name and nothing in the input serves, as notes: no policy can be written for a name.</summary>
    public IEnumerable<string> Unserved() => workloads.SelectMany(workload => Texts(workload)
        .SelectMany(text => Named(text, workload.Namespace).Where(name => name.Service is null && name.IsAddress).Select(name => name.Host))
        .Distinct(StringComparer.Ordinal)
        .Select(host => $"{workload.Name} => {host}: nothing in the input serves it, and a policy cannot name it; it got no rule"));

    private IEnumerable<Intent> FromTexts(NetworkWorkload workload)
    {
        foreach (string text in Texts(workload).Distinct(StringComparer.Ordinal))
        {
            foreach ((ClusterService service, string? port) in Mentioned(text, workload.Namespace))
            {
                foreach (NetworkWorkload target in workloads.Where(target => target != workload && service.Selects(target)))
                {
                    PortSet ports = service.TargetPorts(target, port);
                    yield return new Intent(workload, target, null, AnyPod: false, ports.IsEmpty ? service.TargetPorts(target, null) : ports, $"names Service {service.Name}");
                }
            }
        }
    }

    private IEnumerable<Intent> FromOutside()
    {
        foreach (ClusterService service in services.Values.Where(service => service.Type is "LoadBalancer" or "NodePort" || service.HasExternalAddress))
        {
            foreach (NetworkWorkload target in workloads.Where(service.Selects))
            {
                yield return new Intent(null, target, null, AnyPod: false, service.TargetPorts(target, null), $"Service {service.Name} is open to the outside");
            }
        }

        foreach (ServiceBackend backend in ServiceBackend.In(model.Resources))
        {
            if (services.TryGetValue((backend.Namespace, backend.Service), out ClusterService? service))
            {
                foreach (NetworkWorkload target in workloads.Where(service.Selects))
                {
                    yield return new Intent(null, target, null, AnyPod: true, backend.PortsAt(service, target), $"{backend.Resource.Kind} {backend.Resource.Identity.Name}");
                }
            }
        }
    }

    private IEnumerable<string> Texts(NetworkWorkload workload)
    {
        foreach (Container container in workload.Source!.Containers)
        {
            Field field = container.Field;
            IEnumerable<Field> written = field["command"].Items.Concat(field["args"].Items)
                .Concat(field["env"].Items.Select(variable => variable["value"]))
                .Concat(new[] { "livenessProbe", "readinessProbe", "startupProbe" }.Select(probe => field[probe]["httpGet"]["host"]));
            IEnumerable<string?> configured = field["envFrom"].Items.SelectMany(from => Values(workload, from["configMapRef"]["name"].Text, null))
                .Concat(field["env"].Items.Select(variable => variable["valueFrom"]["configMapKeyRef"]).SelectMany(key => Values(workload, key["name"].Text, key["key"].Text)));
            foreach (string? text in written.Select(one => one.Text).Concat(configured))
            {
                yield return text ?? "";
            }
        }

        foreach (Field volume in workload.Source.Pod["volumes"].Items)
        {
            foreach (string? text in Values(workload, volume["configMap"]["name"].Text, null))
            {
                yield return text ?? "";
            }
        }
    }

    private IEnumerable<string?> Values(NetworkWorkload workload, string? configMap, string? key) =>
        configMap is not null && configMaps.TryGetValue((workload.Namespace, configMap), out Resource? found)
            ? found.Root["data"].Entries.Where(entry => key is null || entry.Name == key).Select(entry => entry.Text)
            : [];

    private IEnumerable<(ClusterService Service, string? Port)> Mentioned(string text, string ownNamespace) =>
        Named(text, ownNamespace).Where(name => name.Service is not null).Select(name => (name.Service!, name.Port));

    /// <summary>
    /// Hosts named in a text, with the Service each means. A bare name counts only as the whole text, with a port, or after a
    /// scheme: words such as "web" stand in too many texts.
    /// </summary>
    private IEnumerable<NamedHost> Named(string text, string ownNamespace)
    {
        int userinfoEnd = -1;
        foreach (Match match in Host().Matches(text))
        {
            int end = match.Index + match.Length;
            bool schemed = match.Groups["scheme"].Success || match.Index == userinfoEnd;
            if (schemed && end < text.Length && text[end] == '@')
            {
                // A token too long for the pattern stands where the host should be (RFC 3986 section 3.2.1).
                userinfoEnd = end + 1;
                continue;
            }

            string host = match.Groups["host"].Value;
            string[] labels = host.Split('.');
            string? port = match.Groups["port"] is { Success: true } group ? group.Value : null;
            bool bare = labels.Length == 1;
            bool marked = port is not null || schemed || match.Length == text.Trim().Length;
            bool local = labels.Length <= 2 || labels[2] == "svc";
            ClusterService? service = (!bare || marked) && local ? services.GetValueOrDefault((bare ? ownNamespace : labels[1], labels[0])) : null;

            // Without a scheme, only the cluster's own form of a name is surely an address; a loop back to itself needs no policy.
            bool isAddress = (schemed || (labels.Length > 2 && labels[2] == "svc")) && host != "localhost" && labels[0] != "127";
            yield return new NamedHost(port is null ? host : $"{host}:{port}", port, service, isAddress);
        }
    }

    /// <summary>A host in a text.</summary>
    private readonly record struct NamedHost(string Host, string? Port, ClusterService? Service, bool IsAddress);

    [GeneratedRegex(@"(?<![\w.-])(?<scheme>[a-z][a-z0-9+]*://(?:[^\s/@]{0,200}@)?)?(?<host>[a-z0-9](?:[a-z0-9.-]{0,252}[a-z0-9])?)(?::(?<port>[0-9]{1,5}))?(?![\w.-])", RegexOptions.CultureInvariant)]
    private static partial Regex Host();
}
