using KubeSec.Findings;
using KubeSec.Manifests;

namespace KubeSec.Rules.Catalogue.Pods;

internal sealed class ApparmorNotSet : Rule
{
    private const string Annotation = "container.apparmor.security.beta.kubernetes.io/";

    public override RuleInfo Info { get; } = new()
    {
        Code = "KS1023",
        Name = "apparmor-not-set",
        Title = "No AppArmor profile is named",
        Severity = Severity.Info,
        Category = RuleCategory.Pod,
        Why = "Where the node has AppArmor, a container without a named profile gets whatever the runtime takes for its default.",
        Attack = "Use a file or mount operation that a profile would have refused.",
        Remedy = "Set securityContext.appArmorProfile.type to RuntimeDefault.",
        WhenToWaive = "Nodes without AppArmor, such as those that use SELinux.",
        Sets = new("RuntimeDefault", "Nodes without AppArmor refuse the pod."),
        Frameworks = [new("nsa", "pod-security"), new("owasp", "K01"), new("attack", "T1611")],
    };

    public override void CheckContainer(Container container, RuleContext context)
    {
        Field profile = container.InheritedSecurity("appArmorProfile")["type"];
        bool annotated = container.Workload.PodAnnotations[Annotation + container.Name].Exists;
        bool selinux = container.InheritedSecurity("seLinuxOptions").Exists;
        if (!profile.Exists && !annotated && !selinux && !container.Workload.IsWindows)
        {
            context.Report(container, profile, $"container '{container.Name}' names no AppArmor profile");
        }
    }
}
