using KubeSec.Findings;
using KubeSec.Manifests;

namespace KubeSec.Rules.Catalogue.Secrets;

internal sealed class EnvFileSource : Rule
{
    public override RuleInfo Info { get; } = new()
    {
        Code = "KS5010",
        Name = "env-file-source",
        Title = "Environment variables from a file another container writes",
        Severity = Severity.Low,
        Category = RuleCategory.Secrets,
        Why = "fileKeyRef (KEP-3721) takes variables from a file of a volume: whoever writes the volume decides them, PATH and "
            + "LD_PRELOAD included.",
        Attack = "Enter the container that writes the file and name a library in LD_PRELOAD.",
        Remedy = "Read the file in the program, or let only an init container of your own write the volume.",
        WhenToWaive = "Files written by an init container whose image is pinned.",
        Frameworks = [new("owasp", "K03"), new("attack", "T1574.006")],
    };

    public override void CheckContainer(Container container, RuleContext context)
    {
        foreach (Field reference in container.Field["env"].Items
            .Select(variable => variable["valueFrom"]["fileKeyRef"])
            .Where(reference => reference.Exists))
        {
            context.Report(
                container, reference["path"], $"container '{container.Name}' takes a variable from the file {reference["path"].Text}");
        }
    }
}
