using KubeSec.Access;
using KubeSec.Findings;
using KubeSec.Manifests;

namespace KubeSec.Rules.Catalogue.Access;

internal sealed class WorkloadWithTakeoverRole : Rule
{
    private static readonly Permission[] Takeover =
    [
        new("rbac.authorization.k8s.io", ["roles", "clusterroles"], ["escalate", "bind"]),
        new("", ["users", "groups", "serviceaccounts"], ["impersonate"]),
        new("", ["secrets"], ["list", "watch"]),
        new("", ["serviceaccounts/token"], ["create"]),
        new("", ["nodes/proxy"], ["get", "create"]),
    ];

    public override RuleInfo Info { get; } = new()
    {
        Code = "KS4067",
        Name = "workload-with-takeover-role",
        Title = "Workload can take over the cluster through its service account",
        Severity = Severity.Critical,
        Category = RuleCategory.Access,
        Why = "The token in the pod is enough to become administrator, so a flaw in the program is the loss of the cluster.",
        Attack = "Read the token from the pod, list every secret or bind a stronger role, and continue as administrator.",
        Remedy = "Give the workload a service account with a Role of its own namespace, or set automountServiceAccountToken to false.",
        WhenToWaive = "The cluster's own operators, isolated on nodes of their own.",
        Frameworks = [new("nsa", "rbac"), new("cis", "5.1.1"), new("owasp", "K02"), new("attack", "T1078")],
    };

    public override void CheckAll(ResourceIndex index, RuleContext context)
    {
        var seen = new HashSet<Workload>();
        foreach (Grant grant in index.Access.Grants.Where(g => g.IsClusterWide && IsTakeover(g)))
        {
            foreach (Workload workload in index.Access.HoldersOf(grant)
                .Where(w => !w.Pod["automountServiceAccountToken"].IsFalse && seen.Add(w)))
            {
                Field at = workload.Pod["serviceAccountName"].Exists ? workload.Pod["serviceAccountName"] : workload.Pod;
                context.Report(
                    workload.Resource,
                    at,
                    $"runs as service account '{workload.ServiceAccountName}', to which {grant.Binding.Kind} '{grant.Binding.Identity.Name}' "
                        + $"grants {grant.RoleKind} '{grant.RoleName}'");
            }
        }
    }

    private static bool IsTakeover(Grant grant) =>
        grant is { RoleKind: "ClusterRole", RoleName: "cluster-admin" }
        || (grant.Role?.Rules.Any(rule => Takeover.Any(permission => permission.IsGrantedBy(rule))) ?? false);
}
