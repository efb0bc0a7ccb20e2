namespace KubeSec.Manifests;

/// <summary>A resource that makes pods, seen through its pod template.</summary>
public sealed class Workload
{
    internal Workload(Resource resource, Field template)
    {
        Resource = resource;
        Template = template;
        Pod = template["spec"];
        Containers = [.. ReadContainers()];
    }

    /// <summary>The resource that holds the template.</summary>
    public Resource Resource { get; }

    /// <summary>The pod template: metadata and spec.</summary>
    public Field Template { get; }

    /// <summary>The pod's spec.</summary>
    public Field Pod { get; }

    /// <summary>The pod's labels.</summary>
    public Field PodLabels => Template["metadata"]["labels"];

    /// <summary>The pod's annotations.</summary>
    public Field PodAnnotations => Template["metadata"]["annotations"];

    /// <summary>The pod's security context.</summary>
    public Field SecurityContext => Pod["securityContext"];

    /// <summary>The pod's volumes.</summary>
    public IEnumerable<Field> Volumes => Pod["volumes"].Items;

    /// <summary>Every container: init containers and native sidecars, containers, ephemeral containers.</summary>
    public IReadOnlyList<Container> Containers { get; }

    /// <summary>The service account the pod runs as: the one named, the deprecated field's, or <c>default</c>.</summary>
    public string ServiceAccountName => Pod["serviceAccountName"].Text ?? Pod["serviceAccount"].Text ?? "default";

    /// <summary>Whether the pod states that it runs on Windows nodes.</summary>
    public bool IsWindows => Pod["os"]["name"].Text == "windows";

    private IEnumerable<Container> ReadContainers()
    {
        foreach (Field item in Pod["initContainers"].Items)
        {
            yield return new Container(this, item, item["restartPolicy"].Text == "Always" ? ContainerRole.Sidecar : ContainerRole.Init);
        }

        foreach (Field item in Pod["containers"].Items)
        {
            yield return new Container(this, item, ContainerRole.Main);
        }

        foreach (Field item in Pod["ephemeralContainers"].Items)
        {
            yield return new Container(this, item, ContainerRole.Ephemeral);
        }
    }
}
