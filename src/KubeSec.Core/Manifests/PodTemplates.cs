namespace KubeSec.Manifests;

/// <summary>The one place that knows how to reach the pod template of each kind.</summary>
internal static class PodTemplates
{
    /// <summary>The object that holds the pod's <c>metadata</c> and <c>spec</c>, or null where the kind makes no pods.</summary>
    public static Field? Locate(Resource resource)
    {
        Field root = resource.Root;
        return resource.Kind switch
        {
            "Pod" => root,
            "PodTemplate" => root["template"],
            "CronJob" => root["spec"]["jobTemplate"]["spec"]["template"],
            "Deployment" or "ReplicaSet" or "StatefulSet" or "DaemonSet" or "Job" or "ReplicationController" or "DeploymentConfig"
                => root["spec"]["template"],
            _ => LooksLikePodTemplate(root["spec"]["template"]) ? root["spec"]["template"] : null,
        };
    }

    private static bool LooksLikePodTemplate(Field template) =>
        template["spec"]["containers"].Items.Any(container => container["image"].Exists || container["name"].Exists);
}
