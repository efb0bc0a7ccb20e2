using KubeSec.Findings;

namespace KubeSec.Manifests;

/// <summary>
/// Reports what the API server could not decode where pods, their labels and their ports are described.
/// Whoever reads past such a field takes it for missing, so that what is written there would go unjudged.
/// Missing fields are left alone: a patch of an overlay has few of them.
/// </summary>
internal sealed class ObjectShape
{
    private readonly Resource resource;
    private readonly List<Finding> findings = [];

    private ObjectShape(Resource resource) => this.resource = resource;

    public static IReadOnlyList<Finding> Faults(Resource resource)
    {
        var shape = new ObjectShape(resource);
        shape.Mapping(resource.Root["metadata"]);
        switch (resource)
        {
            case { Kind: "Service", Identity.ApiVersion: "v1" }:
                shape.Service();
                break;
            case { Kind: "Namespace", Identity.ApiVersion: "v1" }:
                shape.Labels(resource.Labels);
                break;
            case { Kind: "Ingress", Identity.Group: "networking.k8s.io" }:
                shape.Ingress();
                break;
            case { Kind: "HTTPRoute" or "GRPCRoute" or "TLSRoute" or "TCPRoute" or "UDPRoute", Identity.Group: "gateway.networking.k8s.io" }:
                shape.GatewayRoute();
                break;
            case { Workload: { } workload }:
                shape.Pod(workload);
                break;
        }

        return shape.findings;
    }

    /// <summary>Why something that is meant as an object is none; null where it is meant as something else.</summary>
    /// <param name="one">A document, or an item of a list.</param>
    /// <param name="isItem">Whether it stands in a list of the API, where nothing but objects may stand.</param>
    public static Finding? WhyNoObject(Field one, bool isItem)
    {
        (bool hasVersion, bool hasKind) = (one["apiVersion"].Text is not null, one["kind"].Text is not null);

        // Chart.yaml has an apiVersion, and values.yaml may have a kind; neither has metadata.
        bool isMeant = isItem || ((hasVersion || hasKind) && (one["metadata"].Exists || (hasVersion && one["items"].Exists)));
        if (!isMeant)
        {
            return null;
        }

        string fault = one.Node is MappingNode ? $"the object has no {(hasKind ? "apiVersion" : "kind")}" : "an item of a list of objects must be an object";
        return InputRules.ObjectMalformed.At(one.KeySpan, fault) with { Resource = hasKind ? new Resource(one).Identity : null };
    }

    private void Pod(Workload workload)
    {
        if (resource.Kind != "Pod")
        {
            Mapping(resource.Spec);
            Mapping(workload.Template);
            Mapping(workload.Template["metadata"]);
        }

        Mapping(workload.Pod);
        Labels(workload.PodLabels);
        Field hostNetwork = workload.Pod["hostNetwork"];
        if (IsWritten(hostNetwork) && hostNetwork.Boolean is null)
        {
            Report(hostNetwork, "must be true or false");
        }

        foreach (string list in new[] { "containers", "initContainers", "ephemeralContainers" })
        {
            foreach (Field container in Objects(workload.Pod[list]))
            {
                foreach (Field port in Objects(container["ports"]))
                {
                    PortNumber(port["containerPort"]);
                }
            }
        }
    }

    private void Service()
    {
        Mapping(resource.Spec);
        Labels(resource.Spec["selector"]);
        foreach (Field port in Objects(resource.Spec["ports"]))
        {
            PortNumber(port["port"]);
        }
    }

    private void Ingress()
    {
        Mapping(resource.Spec);
        IEnumerable<Field> paths = Objects(resource.Spec["rules"]).SelectMany(rule => Objects(rule["http"]["paths"]));
        foreach (Field backend in paths.Select(path => path["backend"]).Append(resource.Spec["defaultBackend"]))
        {
            Mapping(backend);
            Mapping(backend["service"]);
            Mapping(backend["service"]["port"]);
            PortNumber(backend["service"]["port"]["number"]);
        }
    }

    private void GatewayRoute()
    {
        Mapping(resource.Spec);
        foreach (Field backend in Objects(resource.Spec["rules"]).SelectMany(rule => Objects(rule["backendRefs"])))
        {
            PortNumber(backend["port"]);
        }
    }

    private void Mapping(Field field)
    {
        if (IsWritten(field) && field.Node is not MappingNode)
        {
            Report(field, "must be a mapping");
        }
    }

    private void Labels(Field labels)
    {
        Mapping(labels);
        foreach (Field label in labels.Entries.Where(label => IsWritten(label) && label.Node is not ScalarNode { Type: ScalarType.String }))
        {
            Report(label, label.Text is { } text ? $"must be a string; put {text} in quotes" : "must be a string");
        }
    }

    private IEnumerable<Field> Objects(Field list)
    {
        if (IsWritten(list) && list.Node is not SequenceNode)
        {
            Report(list, "must be a list");
        }

        foreach (Field item in list.Items)
        {
            Mapping(item);
            yield return item;
        }
    }

    private void PortNumber(Field port)
    {
        if (IsWritten(port) && port.Integer is not (>= 1 and <= 65535))
        {
            Report(port, port.Text is { } text ? $"must be a number from 1 to 65535, '{text}' is none" : "must be a number from 1 to 65535");
        }
    }

    /// <summary>Whether there is a value; a variable that another step replaces is none yet.</summary>
    private static bool IsWritten(Field field) => field.Exists && field.Text?.Contains('$', StringComparison.Ordinal) != true;

    private void Report(Field at, string fault) =>
        findings.Add(InputRules.ObjectMalformed.At(at.Span, $"{at.Path} {fault}") with { Path = at.Path, Resource = resource.Identity });
}
