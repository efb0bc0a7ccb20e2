using KubeSec.Findings;
using KubeSec.Manifests;

namespace KubeSec.Rules.Catalogue.Pods;

internal sealed class SudoInCommand : Rule
{
    public override RuleInfo Info { get; } = new()
    {
        Code = "KS1041",
        Name = "sudo-in-command",
        Title = "Entry point calls sudo",
        Severity = Severity.Medium,
        Category = RuleCategory.Pod,
        Why = "sudo works only where escalation is allowed and the image holds a setuid program: both help an attacker too.",
        Attack = "Use the same sudo rule to become root.",
        Remedy = "Run the container as the user it needs and remove sudo from the image.",
        WhenToWaive = "Images of others that call it, until they are replaced.",
        Frameworks = [new("owasp", "K01"), new("attack", "T1548.003")],
    };

    public override void CheckContainer(Container container, RuleContext context)
    {
        string[] lists = ["command", "args"];
        foreach (Field word in lists.SelectMany(list => container.Field[list].Items).Where(word => CallsSudo(word.Text ?? "")))
        {
            context.Report(container, word, $"container '{container.Name}' calls sudo");
        }
    }

    private static bool CallsSudo(string text) =>
        text.Split([' ', '\n', ';', '&', '|', '(', '/', '"', '\'']) is { } words && words.Contains("sudo");
}
