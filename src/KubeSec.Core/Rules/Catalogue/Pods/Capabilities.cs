using KubeSec.Manifests;

namespace KubeSec.Rules.Catalogue.Pods;

/// <summary>What is known of Linux capabilities, as several rules need it.</summary>
internal static class Capabilities
{
    /// <summary>What the baseline Pod Security Standard lets a container add (pod-security-admission, check_capabilities_baseline.go).</summary>
    public static IReadOnlySet<string> Baseline { get; } = new HashSet<string>(StringComparer.Ordinal)
    {
        "AUDIT_WRITE", "CHOWN", "DAC_OVERRIDE", "FOWNER", "FSETID", "KILL", "MKNOD", "NET_BIND_SERVICE",
        "SETFCAP", "SETGID", "SETPCAP", "SETUID", "SYS_CHROOT",
    };

    /// <summary>What a container starts with (containerd and CRI-O; moby/profiles, capabilities defaults).</summary>
    public static IReadOnlySet<string> Granted { get; } = new HashSet<string>(Baseline, StringComparer.Ordinal) { "NET_RAW" };

    /// <summary>Those that let a process leave its container by design (capabilities(7)).</summary>
    public static IReadOnlySet<string> AmountToRoot { get; } = new HashSet<string>(StringComparer.Ordinal)
    {
        "ALL", "SYS_ADMIN", "SYS_MODULE", "SYS_PTRACE", "SYS_RAWIO", "SYS_BOOT", "DAC_READ_SEARCH", "MAC_ADMIN", "MAC_OVERRIDE",
        "NET_ADMIN", "BPF", "PERFMON", "SYSLOG",
    };

    /// <summary>The name in capitals and without the prefix that some runtimes take off.</summary>
    public static string Bare(Field capability)
    {
        string name = (capability.Text ?? "").ToUpperInvariant();
        return name.StartsWith("CAP_", StringComparison.Ordinal) ? name[4..] : name;
    }

    /// <summary>Whether an entry means all of them. Runtimes read it in any case; Pod Security Admission only in capitals.</summary>
    public static bool IsAll(Field capability, RuleContext context) =>
        context.JudgesByPodSecurityStandards ? capability.Text == "ALL" : Bare(capability) == "ALL";

    /// <summary>Whether a container is left with none: it drops ALL, or each one it starts with.</summary>
    public static bool DropsAll(Field drop, RuleContext context) => drop.Items.Any(capability => IsAll(capability, context))
        || (!context.JudgesByPodSecurityStandards && Granted.IsSubsetOf(drop.Items.Select(Bare)));
}
