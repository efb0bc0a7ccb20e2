using KubeSec.Findings;
using KubeSec.Manifests;

namespace KubeSec.Rules.Catalogue.Pods;

internal sealed class ShareProcessNamespace : Rule
{
    public override RuleInfo Info { get; } = new()
    {
        Code = "KS1053",
        Name = "share-process-namespace",
        Title = "Containers of the pod see each other's processes",
        Severity = Severity.Low,
        Category = RuleCategory.Pod,
        Why = "Every container reads the environment and, through /proc/PID/root, the files of the others, and may end their processes.",
        Attack = "Enter a sidecar and read the credentials of the application.",
        Remedy = "Remove shareProcessNamespace; talk between containers by a socket in an emptyDir.",
        WhenToWaive = "Debugging, and sidecars that must signal the application.",
        Sets = new("false", "Sidecars that signal the application."),
        Frameworks = [new("owasp", "K01"), new("attack", "T1057")],
    };

    public override void CheckWorkload(Workload workload, RuleContext context)
    {
        Field shared = workload.Pod["shareProcessNamespace"];
        if (shared.IsTrue && workload.Containers.Count > 1)
        {
            context.Report(workload, shared, "the pod's containers see each other's processes");
        }
    }
}
