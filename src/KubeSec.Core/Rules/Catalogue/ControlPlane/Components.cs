using KubeSec.Manifests;

namespace KubeSec.Rules.Catalogue.ControlPlane;

/// <summary>The programs of the control plane, and where their arguments stand.</summary>
internal static class Components
{
    public const string ApiServer = "kube-apiserver";
    public const string ControllerManager = "kube-controller-manager";
    public const string Scheduler = "kube-scheduler";
    public const string Etcd = "etcd";

    /// <summary>Whether a container runs the component: by the program in its command, else by its name.</summary>
    public static bool Runs(Container container, string component)
    {
        string? program = container.Field["command"].Items.FirstOrDefault()?.Text;
        return program is null
            ? container.Name == component && container.Field["args"].Items.Any()
            : program[(program.LastIndexOf('/') + 1)..] == component || (program is "sh" or "/bin/sh" && container.Name == component);
    }

    /// <summary>The component's extra arguments in a kubeadm ClusterConfiguration (v1beta3 a mapping, v1beta4 a list).</summary>
    public static Field KubeadmArguments(Resource resource, string component) => component switch
    {
        ApiServer => resource.Root["apiServer"]["extraArgs"],
        ControllerManager => resource.Root["controllerManager"]["extraArgs"],
        Scheduler => resource.Root["scheduler"]["extraArgs"],
        _ => resource.Root["etcd"]["local"]["extraArgs"],
    };
}
