using KubeSec.Manifests;

namespace KubeSec.Rules.Catalogue.Pods;

/// <summary>Directories of the node that a pod mounts, as several rules ask about them.</summary>
internal static class HostPaths
{
    private static readonly string[] Sensitive =
    [
        "/boot", "/dev", "/etc", "/lib", "/proc", "/root", "/run", "/sys", "/usr", "/home", "/var/lib/docker",
        "/var/lib/containerd", "/var/lib/crio",
        "/var/lib/containers", "/var/lib/etcd", "/var/lib/kubelet", "/var/run", "/var/log", "/var/lib/rancher", "/opt/cni",
    ];

    private static readonly string[] CloudCredentials =
    [
        "/etc/kubernetes/azure.json", "/.azure", "/.aws", "/.config/gcloud", "/gcloud", "/.google", "/.kube/config",
        "/etc/kubernetes/cloud-config",
    ];

    private static readonly string[] RuntimeSockets =
    [
        "docker.sock", "containerd.sock", "crio.sock", "cri-dockerd.sock", "dockershim.sock", "frakti.sock", "podman.sock",
        "buildkitd.sock",
    ];

    /// <summary>The paths of a workload's hostPath volumes.</summary>
    public static IEnumerable<Field> Of(Workload workload) =>
        workload.Volumes.Select(volume => volume["hostPath"]["path"]).Where(path => path.Exists);

    /// <summary>The directory of the node behind a mount, or null where it is another kind of volume.</summary>
    public static string? Behind(Field mount, Workload workload) => VolumeOf(mount, workload)?["hostPath"]["path"].Text;

    /// <summary>Whether a mount shows a secret.</summary>
    public static bool IsSecret(Field mount, Workload workload) =>
        VolumeOf(mount, workload) is { } volume
        && (volume["secret"].Exists || volume["projected"]["sources"].Items
            .Any(source => source["secret"].Exists || source["serviceAccountToken"].Exists));

    /// <summary>The path without doubled or closing slashes and dots that lead nowhere; the root is a slash.</summary>
    public static string Normalize(string? path)
    {
        var parts = new List<string>();
        foreach (string part in (path ?? "").Replace('\\', '/').Split('/'))
        {
            if (part == ".." && parts.Count > 0)
            {
                parts.RemoveAt(parts.Count - 1);
            }
            else if (part.Length > 0 && part is not ("." or ".."))
            {
                parts.Add(part);
            }
        }

        return "/" + string.Join('/', parts);
    }

    /// <summary>Whether a path is a directory or lies below it.</summary>
    public static bool IsAtOrBelow(string? path, string directory)
    {
        string normal = Normalize(path);
        return normal == directory || normal.StartsWith(directory.TrimEnd('/') + "/", StringComparison.Ordinal);
    }

    /// <summary>Whether a normalised path is one the node lives by: the root, a sensitive directory, or what holds its keys.</summary>
    public static bool IsSensitive(string path) =>
        path == "/" || path == "/var" || path == "/var/lib" || Sensitive.Any(directory => IsAtOrBelow(path, directory));

    /// <summary>Whether cloud tools keep credentials there.</summary>
    public static bool HoldsCloudCredentials(string? path) =>
        Normalize(path) is var normal && CloudCredentials.Any(place => normal.EndsWith(place, StringComparison.OrdinalIgnoreCase)
            || normal.Contains(place + "/", StringComparison.OrdinalIgnoreCase));

    /// <summary>Whether a path is a container runtime's socket, or the directory that holds it.</summary>
    public static bool IsRuntimeSocket(string? path) =>
        Normalize(path) is var normal && (RuntimeSockets.Any(socket => normal.EndsWith("/" + socket, StringComparison.Ordinal))
            || normal is "/var/run" or "/run" or "/run/containerd" or "/var/run/containerd" or "/run/crio" or "/var/run/crio" or "/var/run/docker" or "/run/docker");

    private static Field? VolumeOf(Field mount, Workload workload) =>
        mount["name"].Text is { } name ? workload.Volumes.FirstOrDefault(volume => volume["name"].Text == name) : null;
}
