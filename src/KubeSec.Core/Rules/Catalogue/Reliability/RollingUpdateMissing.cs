using KubeSec.Findings;
using KubeSec.Manifests;

namespace KubeSec.Rules.Catalogue.Reliability;

internal sealed class RollingUpdateMissing : Rule
{
    public override RuleInfo Info { get; } = new()
    {
        Code = "KS7036",
        Name = "rolling-update-missing",
        Title = "Update ends all pods at once",
        Severity = Severity.Low,
        Category = RuleCategory.Reliability,
        Why = "With Recreate or OnDelete an update is an outage, or never happens.",
        Attack = "Wait for the next update.",
        Remedy = "Use RollingUpdate.",
        WhenToWaive = "Programs that cannot run beside their older version.",
        Sets = new("RollingUpdate", "Programs that cannot run beside their older version."),
        EnabledByDefault = false,
    };

    public override void CheckResource(Resource resource, RuleContext context)
    {
        Field type = resource.Kind == "Deployment" ? resource.Spec["strategy"]["type"] : resource.Spec["updateStrategy"]["type"];

        // RollingUpdate is what the API server fills in (apps/v1 defaults.go).
        if (resource.Kind is "Deployment" or "StatefulSet" or "DaemonSet" && type.Exists && type.Text != "RollingUpdate")
        {
            context.Report(resource, type, $"{resource.Kind} '{resource.Identity.Name}' is updated by {type.Text}");
        }
    }
}
