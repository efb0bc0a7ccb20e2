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
        if (Strategy(resource) is { Exists: true } type && type.Text is not ("RollingUpdate" or "Rolling"))
        {
            context.Report(resource, type, $"{resource.Kind} '{resource.Identity.Name}' is updated by {type.Text}");
        }
    }

    /// <summary>How the pods are replaced; where it is left out the API server fills in a rolling update (apps/v1 defaults.go).</summary>
    private static Field? Strategy(Resource resource) => resource.Kind switch
    {
        "Deployment" or "DeploymentConfig" => resource.Spec["strategy"]["type"],
        "StatefulSet" or "DaemonSet" => resource.Spec["updateStrategy"]["type"],
        _ => null,
    };
}
