using KubeSec.Manifests;

namespace KubeSec.Rules.Catalogue.ControlPlane;

/// <summary>The programs of the control plane, and where their arguments stand.</summary>
internal static class Components
{
    public const string ApiServer = "kube-apiserver";
    public const string ControllerManager = "kube-controller-manager";
    public const string Scheduler = "kube-scheduler";
    public const string Etcd = "etcd";
    public const string Kubelet = "kubelet";

    /// <summary>Whether a container runs the component: by the program in its command, else by its name.</summary>
    public static bool Runs(Container container, string component)
    {
        string? program = container.Field["command"].Items.FirstOrDefault()?.Text;
        return program is null
            ? container.Name == component && container.Field["args"].Items.Any()
            : program[(program.LastIndexOf('/') + 1)..] == component || (program is "sh" or "/bin/sh" && container.Name == component);
    }

    /// <summary>A flag's argument with its value, <c>true</c> for one that stands alone; a missing flag is placed at the list it is missing from.</summary>
    public static (Field Place, string? Value) FindFlag(Container container, string flag)
    {
        string dashed = "--" + flag;
        Field[] arguments = [.. container.Field["command"].Items, .. container.Field["args"].Items];
        for (int i = 0; i < arguments.Length; i++)
        {
            string text = arguments[i].Text ?? "";
            if (text.StartsWith(dashed + "=", StringComparison.Ordinal))
            {
                return (arguments[i], text[(dashed.Length + 1)..]);
            }

            if (text == dashed)
            {
                string? next = i + 1 < arguments.Length ? arguments[i + 1].Text : null;
                return next is null || next.StartsWith('-') ? (arguments[i], "true") : (arguments[i + 1], next);
            }
        }

        Field list = container.Field[container.Field["command"].Exists ? "command" : "args"];
        return (list[dashed], null);
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
