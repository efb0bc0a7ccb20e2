using KubeSec.Findings;
using KubeSec.Manifests;

namespace KubeSec.Rules.Catalogue.Reliability;

internal sealed class PvcMountedInWorkload : Rule
{
    public override RuleInfo Info { get; } = new()
    {
        Code = "KS7047",
        Name = "pvc-mounted-in-workload",
        Title = "Workload uses persistent volumes",
        Severity = Severity.Info,
        Category = RuleCategory.Reliability,
        Why = "An inventory: what lies on these volumes outlives the pod and is in reach of whoever enters it.",
        Attack = "Read or change the stored data.",
        Remedy = "Mount read-only where the program only reads.",
        WhenToWaive = "Wherever the workload needs the volume; the finding is information.",
        Frameworks = [new("owasp", "K01")],
        EnabledByDefault = false,
    };

    public override void CheckWorkload(Workload workload, RuleContext context)
    {
        foreach (Field claim in workload.Volumes
            .Select(volume => volume["persistentVolumeClaim"]["claimName"])
            .Where(claim => claim.Exists))
        {
            context.Report(workload, claim, $"the pod uses the persistent volume claim '{claim.Text}'");
        }
    }
}
