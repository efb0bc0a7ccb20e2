using KubeSec.Findings;
using KubeSec.Manifests;

namespace KubeSec.Rules.Catalogue.Pods;

internal sealed class RestrictedVolumeTypes : Rule
{
    private static readonly HashSet<string> Allowed = new(StringComparer.Ordinal)
    {
        "name", "configMap", "csi", "downwardAPI", "emptyDir", "ephemeral", "image", "persistentVolumeClaim", "projected", "secret",
    };

    public override RuleInfo Info { get; } = new()
    {
        Code = "KS1030",
        Name = "restricted-volume-types",
        Title = "Volume of a kind the restricted standard does not allow",
        Severity = Severity.Low,
        Category = RuleCategory.Pod,
        Why = "The restricted standard allows volumes that are made for the pod or claimed; others name a device or a server directly.",
        Attack = "Mount storage of another team by naming it.",
        Remedy = "Use persistentVolumeClaim, or configMap, secret, emptyDir, projected, downwardAPI, csi, ephemeral or image volumes.",
        WhenToWaive = "Storage that has no driver for claims.",
        Frameworks = [new("pss-restricted", "restrictedVolumes"), new("owasp", "K01")],
    };

    public override void CheckWorkload(Workload workload, RuleContext context)
    {
        foreach (Field source in workload.Volumes
            .SelectMany(volume => volume.Entries)
            .Where(entry => entry.Node is MappingNode && !Allowed.Contains(entry.Name)))
        {
            context.Report(workload, source, $"volume of kind {source.Name}");
        }
    }
}
