using KubeSec.Findings;
using KubeSec.Manifests;

namespace KubeSec.Rules.Catalogue.Pods;

internal sealed class HostUsersWithPrivilege : Rule
{
    public override RuleInfo Info { get; } = new()
    {
        Code = "KS1050",
        Name = "host-users-with-privilege",
        Title = "Root, capabilities or host paths without a user namespace",
        Severity = Severity.Medium,
        Category = RuleCategory.Pod,
        Why = "The pod is given power and keeps the node's user numbers: what it can do inside, it can do outside.",
        Attack = "Write to the host path as root, or use the capability on the node.",
        Remedy = "Set hostUsers to false, or take away the power.",
        WhenToWaive = "Pods that share a host namespace and cannot have a user namespace of their own.",
        Frameworks = [new("owasp", "K01"), new("attack", "T1611")],
    };

    public override void CheckWorkload(Workload workload, RuleContext context)
    {
        Field hostUsers = workload.Pod["hostUsers"];
        string? power = HostPaths.Of(workload).Any() ? "mounts host paths"
            : workload.Containers
                .Any(c => c.SecurityContext["capabilities"]["add"].Items.Any(a => !Capabilities.Baseline.Contains(a.Text ?? "")))
                    ? "adds capabilities"
            : workload.Containers.Any(c => c.InheritedSecurity("runAsUser").Integer == 0) ? "runs as root"
            : null;
        if (hostUsers.IsTrue && power is not null)
        {
            context.Report(workload, hostUsers, $"the pod {power} and asks for the node's user numbers");
        }
    }
}
