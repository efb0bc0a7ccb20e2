using KubeSec.Manifests;

namespace KubeSec.Network;

/// <summary>
/// KubeVirt's machines. Each runs in a pod that bears the labels of its template, so policies and Services take it for
/// one; it has no containers that a rule about images or probes could read, which is why only the network knows it.
/// </summary>
internal static class VirtualMachines
{
    /// <summary>The pods in which a machine runs; null for every other kind.</summary>
    public static Workload? PodsOf(Resource resource)
    {
        Field? template = (resource.Kind, resource.Identity.Group) switch
        {
            ("VirtualMachine" or "VirtualMachineInstanceReplicaSet", "kubevirt.io") => resource.Spec["template"],
            ("VirtualMachinePool", "pool.kubevirt.io") => resource.Spec["virtualMachineTemplate"]["spec"]["template"],
            ("VirtualMachineInstance", "kubevirt.io") => resource.Root,
            _ => null,
        };
        return template is null ? null : new Workload(resource, template);
    }

    /// <summary>The labels that KubeVirt adds to the pod of every machine.</summary>
    public static KeyValuePair<string, string>[] LabelsOf(Resource resource) => resource.Kind switch
    {
        _ when !IsMachine(resource) => [],
        "VirtualMachine" or "VirtualMachineInstance" => [new("kubevirt.io", "virt-launcher"), new("vm.kubevirt.io/name", resource.Identity.Name)],
        _ => [new("kubevirt.io", "virt-launcher")],
    };

    /// <summary>The ports that a machine's interfaces declare: its pod declares them in turn.</summary>
    public static IEnumerable<Field> PortsOf(Workload workload) => IsMachine(workload.Resource)
        ? workload.Pod["domain"]["devices"]["interfaces"].Items.SelectMany(one => one["ports"].Items)
        : [];

    private static bool IsMachine(Resource resource) => resource.Identity.Group is "kubevirt.io" or "pool.kubevirt.io";
}
