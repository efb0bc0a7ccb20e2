using KubeSec.Findings;
using KubeSec.Manifests;

namespace KubeSec.Rules.Catalogue.Pods;

internal sealed class WindowsHostProcess : Rule
{
    public override RuleInfo Info { get; } = new()
    {
        Code = "KS1028",
        Name = "windows-host-process",
        Title = "Windows HostProcess container",
        Severity = Severity.Critical,
        Category = RuleCategory.Pod,
        Why = "A HostProcess container runs on the Windows node itself, without isolation.",
        Attack = "Run as SYSTEM on the node.",
        Remedy = "Remove windowsOptions.hostProcess.",
        WhenToWaive = "Node agents for Windows, in a namespace of their own.",
        Sets = new("false", "Agents that act on the Windows node."),
        Frameworks =
        [
            new("pss-baseline", "windowsHostProcess"), new("nsa", "pod-security"), new("cis", "5.2.11"), new("owasp", "K01"),
            new("attack", "T1611"),
        ],
    };

    public override void CheckWorkload(Workload workload, RuleContext context)
    {
        Field hostProcess = workload.SecurityContext["windowsOptions"]["hostProcess"];
        if (hostProcess.IsTrue)
        {
            context.Report(workload, hostProcess, "the pod's containers run on the Windows node itself");
        }
    }

    public override void CheckContainer(Container container, RuleContext context)
    {
        Field hostProcess = container.SecurityContext["windowsOptions"]["hostProcess"];
        if (hostProcess.IsTrue)
        {
            context.Report(container, hostProcess, $"container '{container.Name}' runs on the Windows node itself");
        }
    }
}
