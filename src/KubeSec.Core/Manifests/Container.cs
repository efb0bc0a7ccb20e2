namespace KubeSec.Manifests;

/// <summary>Which list of the pod a container stands in.</summary>
public enum ContainerRole
{
    /// <summary>containers.</summary>
    Main,

    /// <summary>initContainers, run to completion before the others.</summary>
    Init,

    /// <summary>initContainers with restartPolicy Always: a native sidecar (KEP-753).</summary>
    Sidecar,

    /// <summary>ephemeralContainers, added for debugging.</summary>
    Ephemeral,
}

/// <summary>One container of a workload.</summary>
public sealed class Container
{
    internal Container(Workload workload, Field field, ContainerRole role)
    {
        Workload = workload;
        Field = field;
        Role = role;
        Name = field["name"].Text ?? "";
    }

    /// <summary>The workload it belongs to.</summary>
    public Workload Workload { get; }

    /// <summary>The container's object in the manifest.</summary>
    public Field Field { get; }

    /// <summary>Which list it stands in.</summary>
    public ContainerRole Role { get; }

    /// <summary>Its name; empty where it has none.</summary>
    public string Name { get; }

    /// <summary>The image as written.</summary>
    public Field Image => Field["image"];

    /// <summary>The container's own security context.</summary>
    public Field SecurityContext => Field["securityContext"];

    /// <summary>
    /// A security setting that the container inherits from the pod where it does not state its own
    /// (Kubernetes API, PodSecurityContext). Missing on both: points at the container's security context.
    /// </summary>
    public Field InheritedSecurity(string setting)
    {
        Field own = SecurityContext[setting];
        Field pod = Workload.SecurityContext[setting];
        return own.Exists || !pod.Exists ? own : pod;
    }
}
