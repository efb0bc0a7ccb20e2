using KubeSec.Findings;
using KubeSec.Manifests;

namespace KubeSec.Rules.Catalogue.Pods;

internal sealed class UnsafeSysctls : Rule
{
    /// <summary>Since which minor a sysctl is on the safe list (check_sysctls.go).</summary>
    private static readonly Dictionary<string, int> SafeSince = new(StringComparer.Ordinal)
    {
        ["kernel.shm_rmid_forced"] = 0,
        ["net.ipv4.ip_local_port_range"] = 0,
        ["net.ipv4.ip_unprivileged_port_start"] = 0,
        ["net.ipv4.tcp_syncookies"] = 0,
        ["net.ipv4.ping_group_range"] = 0,
        ["net.ipv4.ip_local_reserved_ports"] = 27,
        ["net.ipv4.tcp_keepalive_time"] = 29,
        ["net.ipv4.tcp_fin_timeout"] = 29,
        ["net.ipv4.tcp_keepalive_intvl"] = 29,
        ["net.ipv4.tcp_keepalive_probes"] = 29,
        ["net.ipv4.tcp_rmem"] = 32,
        ["net.ipv4.tcp_wmem"] = 32,
        ["net.ipv4.tcp_slow_start_after_idle"] = 37,
        ["net.ipv4.tcp_notsent_lowat"] = 37,
    };

    public override RuleInfo Info { get; } = new()
    {
        Code = "KS1027",
        Name = "unsafe-sysctls",
        Title = "Kernel setting that reaches beyond the pod",
        Severity = Severity.Medium,
        Category = RuleCategory.Pod,
        Why = "Sysctls outside the safe list change the kernel for other pods or switch off what protects this one.",
        Attack = "Exhaust or weaken the kernel's network stack for the whole node.",
        Remedy = "Keep to the sysctls of the safe list.",
        WhenToWaive = "Databases and proxies on nodes of their own whose kubelet allows the setting.",
        Frameworks = [new("pss-baseline", "sysctls"), new("nsa", "pod-security"), new("owasp", "K01"), new("attack", "T1499")],
    };

    public override void CheckWorkload(Workload workload, RuleContext context)
    {
        foreach (Field name in workload.SecurityContext["sysctls"].Items.Select(sysctl => sysctl["name"]))
        {
            // The API takes slashes for dots (core/v1 Sysctl).
            string dotted = (name.Text ?? "").Replace('/', '.');
            if (!SafeSince.TryGetValue(dotted, out int since) || context.Minor < since)
            {
                context.Report(workload, name, $"sysctl {name.Text} is not on the safe list");
            }
        }
    }
}
