using KubeSec.Findings;
using KubeSec.Manifests;

namespace KubeSec.Rules.Catalogue.Pods;

internal sealed class SupplementalGroupsPolicyMerge : Rule
{
    public override RuleInfo Info { get; } = new()
    {
        Code = "KS1054",
        Name = "supplemental-groups-policy-merge",
        Title = "Groups of the image are added to the process",
        Severity = Severity.Low,
        Category = RuleCategory.Pod,
        Why = "With the default policy Merge the process also belongs to the groups the image's /etc/group names for its user: "
            + "nobody sees them in the manifest (KEP-3619).",
        Attack = "Build an image whose user belongs to a group that owns files on a shared volume.",
        Remedy = "Set securityContext.supplementalGroupsPolicy to Strict.",
        WhenToWaive = "Images that need a group of their own /etc/group.",
        Sets = new("Strict", "Programs that rely on a group of the image's /etc/group."),
        Frameworks = [new("owasp", "K01"), new("attack", "T1548")],
    };

    public override void CheckWorkload(Workload workload, RuleContext context)
    {
        Field policy = workload.SecurityContext["supplementalGroupsPolicy"];
        Field groups = workload.SecurityContext["supplementalGroups"];
        Field fsGroup = workload.SecurityContext["fsGroup"];
        if ((groups.Items.Any() || fsGroup.Exists) && policy.Text != "Strict" && context.Minor >= 33 && !workload.IsWindows)
        {
            context.Report(workload, policy, "the image's own groups are added to those of the pod");
        }
    }
}
