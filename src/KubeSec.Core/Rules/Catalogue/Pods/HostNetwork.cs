using KubeSec.Findings;
using KubeSec.Manifests;

namespace KubeSec.Rules.Catalogue.Pods;

internal sealed class HostNetwork : Rule
{
    public override RuleInfo Info { get; } = new()
    {
        Code = "KS1005",
        Name = "host-network",
        Title = "Pod shares the node's network namespace",
        Severity = Severity.High,
        Category = RuleCategory.Pod,
        Why = "The container uses the node's own interfaces: NetworkPolicies do not hold for it, and services that listen on the "
            + "node's loopback trust it.",
        Attack = "Sniff the node's traffic, reach the kubelet and the cloud's metadata service, or answer on a port of the node.",
        Remedy = "Remove hostNetwork from the pod.",
        WhenToWaive = "Network plugins, node-local proxies and DNS caches.",
        Sets = new("false", "Programs that must be reached on the node's address."),
        Frameworks =
        [
            new("pss-baseline", "hostNamespaces"), new("nsa", "pod-security"), new("cis", "5.2.5"), new("owasp", "K01"),
            new("attack", "T1611"),
        ],
    };

    public override void CheckWorkload(Workload workload, RuleContext context)
    {
        Field shared = workload.Pod["hostNetwork"];
        if (shared.IsTrue)
        {
            context.Report(workload, shared, "the pod shares the node's network namespace");
        }
    }
}
