using KubeSec.Findings;
using KubeSec.Manifests;

namespace KubeSec.Rules.Catalogue.Pods;

internal sealed class FsGroupUnset : Rule
{
    public override RuleInfo Info { get; } = new()
    {
        Code = "KS1013",
        Name = "fs-group-unset",
        Title = "Volumes belong to no group of the pod",
        Severity = Severity.Info,
        Category = RuleCategory.Pod,
        Why = "Without fsGroup a program that is not root cannot write its volume; teams then run it as root or open the files to all.",
        Attack = "Read or change volume files that were opened to everyone.",
        Remedy = "Set securityContext.fsGroup on the pod to the group the program runs as.",
        WhenToWaive = "Storage drivers that set the owner themselves.",
        Sets = new("10001", "The first mount of a large volume takes long: the owner of every file is changed."),
        Frameworks = [new("owasp", "K01")],
    };

    public override void CheckWorkload(Workload workload, RuleContext context)
    {
        bool ownsStorage = workload.Volumes.Any(volume => volume["persistentVolumeClaim"].Exists || volume["ephemeral"].Exists)
            || workload.Resource.Spec["volumeClaimTemplates"].Items.Any();
        Field group = workload.SecurityContext["fsGroup"];
        if (ownsStorage && !group.Exists && !workload.IsWindows)
        {
            context.Report(workload, group, "the pod has volumes and states no fsGroup");
        }
    }
}
