using KubeSec.Findings;
using KubeSec.Manifests;

namespace KubeSec.Rules.Catalogue.Pods;

internal sealed class InteractiveTty : Rule
{
    public override RuleInfo Info { get; } = new()
    {
        Code = "KS1044",
        Name = "interactive-tty",
        Title = "Container keeps a terminal open",
        Severity = Severity.Low,
        Category = RuleCategory.Pod,
        Why = "A program with stdin or a terminal open waits for somebody: often a shell left from debugging.",
        Attack = "Attach to the container and type.",
        Remedy = "Remove stdin and tty.",
        WhenToWaive = "Development pods.",
        Sets = new("false", "Programs that wait for somebody to type."),
        Frameworks = [new("owasp", "K01"), new("attack", "T1609")],
    };

    public override void CheckContainer(Container container, RuleContext context)
    {
        foreach (Field open in ((string[])["stdin", "tty"])
            .Select(name => container.Field[name])
            .Where(field => field.IsTrue))
        {
            context.Report(container, open, $"container '{container.Name}' keeps {open.Name} open");
        }
    }
}
