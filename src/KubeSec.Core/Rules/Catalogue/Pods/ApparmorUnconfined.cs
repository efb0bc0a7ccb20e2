using KubeSec.Findings;
using KubeSec.Manifests;

namespace KubeSec.Rules.Catalogue.Pods;

internal sealed class ApparmorUnconfined : Rule
{
    private const string Annotation = "container.apparmor.security.beta.kubernetes.io/";

    public override RuleInfo Info { get; } = new()
    {
        Code = "KS1024",
        Name = "apparmor-unconfined",
        Title = "AppArmor is switched off",
        Severity = Severity.High,
        Category = RuleCategory.Pod,
        Why = "Unconfined takes away the profile that keeps the container from mounting and from writing to /proc and /sys.",
        Attack = "Mount a filesystem of the node, or write to /proc/sys.",
        Remedy = "Set appArmorProfile.type to RuntimeDefault, or to Localhost with a profile of your own.",
        WhenToWaive = "Storage plugins that mount as their work.",
        Frameworks = [new("pss-baseline", "appArmorProfile"), new("nsa", "pod-security"), new("owasp", "K01"), new("attack", "T1611")],
    };

    public override void CheckWorkload(Workload workload, RuleContext context)
    {
        foreach (Field annotation in workload.PodAnnotations.Entries)
        {
            bool allowed = annotation.Text is null or "" or "runtime/default"
                || annotation.Text.StartsWith("localhost/", StringComparison.Ordinal);
            if (annotation.Name.StartsWith(Annotation, StringComparison.Ordinal) && !allowed)
            {
                context.Report(workload, annotation, $"AppArmor is switched off for container '{annotation.Name[Annotation.Length..]}'");
            }
        }

        ReportIfOff(workload.SecurityContext, type => context.Report(workload, type, "AppArmor is switched off for the pod"));
    }

    public override void CheckContainer(Container container, RuleContext context)
    {
        ReportIfOff(container.SecurityContext, type => context.Report(container, type, $"AppArmor is switched off for container '{container.Name}'"));
    }

    private static void ReportIfOff(Field security, Action<Field> report)
    {
        Field type = security["appArmorProfile"]["type"];
        if (type.Exists && type.Text is not ("RuntimeDefault" or "Localhost"))
        {
            report(type);
        }
    }
}
