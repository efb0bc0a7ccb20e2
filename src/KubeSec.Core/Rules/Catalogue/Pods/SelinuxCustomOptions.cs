using KubeSec.Findings;
using KubeSec.Manifests;

namespace KubeSec.Rules.Catalogue.Pods;

internal sealed class SelinuxCustomOptions : Rule
{
    public override RuleInfo Info { get; } = new()
    {
        Code = "KS1025",
        Name = "selinux-custom-options",
        Title = "SELinux label that steps out of the container domain",
        Severity = Severity.High,
        Category = RuleCategory.Pod,
        Why = "A user, a role, or a type other than those for containers can switch off what SELinux holds against an escape.",
        Attack = "Run as spc_t, the domain without limits, and open files of the node.",
        Remedy = "Remove seLinuxOptions.user and role, and use container_t, container_init_t, container_kvm_t or container_engine_t.",
        WhenToWaive = "Storage plugins with a policy module of their own.",
        Sets = FixValue.Nothing("Programs that share files with the node under another SELinux label."),
        Frameworks = [new("pss-baseline", "seLinuxOptions"), new("nsa", "pod-security"), new("owasp", "K01"), new("attack", "T1611")],
    };

    public override void CheckWorkload(Workload workload, RuleContext context)
    {
        Report(workload.SecurityContext["seLinuxOptions"], context, (at, message) => context.Report(workload, at, message));
    }

    public override void CheckContainer(Container container, RuleContext context)
    {
        Report(container.SecurityContext["seLinuxOptions"], context, (at, message) => context.Report(container, at, message));
    }

    private static void Report(Field options, RuleContext context, Action<Field, string> report)
    {
        if (options["type"].Text is { Length: > 0 } type && !IsForContainers(type, context))
        {
            report(options["type"], $"SELinux type {type} is none for containers");
        }

        foreach (Field forbidden in ((string[])["user", "role"])
            .Select(name => options[name])
            .Where(field => field.Text is { Length: > 0 }))
        {
            report(forbidden, $"SELinux {forbidden.Name} is set to {forbidden.Text}");
        }
    }

    /// <summary>check_seLinuxOptions.go; container_engine_t has been allowed since 1.31.</summary>
    private static bool IsForContainers(string type, RuleContext context) =>
        type is "container_t" or "container_init_t" or "container_kvm_t" || (type == "container_engine_t" && context.Minor >= 31);
}
