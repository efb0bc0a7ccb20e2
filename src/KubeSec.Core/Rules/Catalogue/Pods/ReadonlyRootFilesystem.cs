using KubeSec.Findings;
using KubeSec.Manifests;

namespace KubeSec.Rules.Catalogue.Pods;

internal sealed class ReadonlyRootFilesystem : Rule
{
    public override RuleInfo Info { get; } = new()
    {
        Code = "KS1038",
        Name = "readonly-root-filesystem",
        Title = "Root filesystem can be written",
        Severity = Severity.Low,
        Category = RuleCategory.Pod,
        Why = "What can be written can be changed by an attacker: programs, libraries, configuration, and a place to put tools.",
        Attack = "Download a tool into the container and run it, or replace a program the application calls.",
        Remedy = "Set securityContext.readOnlyRootFilesystem to true and mount emptyDir volumes where the program writes.",
        WhenToWaive = "Programs that write beside their own files and cannot be told otherwise.",
        Sets = new("true", "Programs that write outside their volumes: mount an emptyDir there."),
        Frameworks = [new("nsa", "immutable-fs"), new("owasp", "K01"), new("attack", "T1105")],
    };

    public override void CheckContainer(Container container, RuleContext context)
    {
        Field setting = container.SecurityContext["readOnlyRootFilesystem"];
        if (!setting.IsTrue && !container.Workload.IsWindows)
        {
            context.Report(container, setting, $"the root filesystem of container '{container.Name}' can be written");
        }
    }
}
