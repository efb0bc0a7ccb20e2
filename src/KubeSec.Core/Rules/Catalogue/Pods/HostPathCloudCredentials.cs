using KubeSec.Findings;
using KubeSec.Manifests;

namespace KubeSec.Rules.Catalogue.Pods;

internal sealed class HostPathCloudCredentials : Rule
{
    public override RuleInfo Info { get; } = new()
    {
        Code = "KS1035",
        Name = "host-path-cloud-credentials",
        Title = "Cloud credential files of the node are mounted",
        Severity = Severity.High,
        Category = RuleCategory.Pod,
        Why = "The files hold the node's own identity in the cloud, which may pull images, read disks and more.",
        Attack = "Use the credentials outside the cluster.",
        Remedy = "Remove the volume; use the cloud's workload identity.",
        WhenToWaive = "Cloud controllers on nodes without workload identity.",
        Frameworks = [new("nsa", "sensitive-cloud-infra"), new("owasp", "K08"), new("attack", "T1552.001")],
    };

    public override void CheckWorkload(Workload workload, RuleContext context)
    {
        foreach (Field path in HostPaths.Of(workload).Where(path => HostPaths.HoldsCloudCredentials(path.Text)))
        {
            context.Report(workload, path, $"the pod mounts {path.Text}, where cloud credentials lie");
        }
    }
}
