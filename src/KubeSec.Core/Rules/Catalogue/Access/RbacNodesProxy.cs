using KubeSec.Findings;

namespace KubeSec.Rules.Catalogue.Access;

internal sealed class RbacNodesProxy : PermissionRule
{
    public override RuleInfo Info { get; } = new()
    {
        Code = "KS4017",
        Name = "rbac-nodes-proxy",
        Title = "Role can reach the kubelet API through nodes/proxy",
        Severity = Severity.Critical,
        Category = RuleCategory.Access,
        Why = "nodes/proxy is the whole kubelet API: commands in every pod of the node, past admission and the audit of the command. "
            + "get alone is enough over a WebSocket (kubernetes/kubernetes#136550).",
        Attack = "Open a WebSocket to the kubelet's exec endpoint of a privileged pod.",
        Remedy = "Use the fine-grained subresources nodes/metrics, nodes/stats, nodes/log, nodes/healthz or nodes/configz instead "
            + "(KEP-2862).",
        WhenToWaive = "Monitoring agents on clusters older than 1.33, until the fine-grained subresources are there.",
        Frameworks = [new("nsa", "rbac"), new("cis", "5.1.10"), new("owasp", "K02"), new("attack", "T1609")],
    };

    protected override string Grant => "reach the kubelet API through nodes/proxy";

    protected override IReadOnlyList<Permission> Permissions { get; } =
    [
        new("", ["nodes/proxy"], ["get", "create"]),
    ];
}
