using KubeSec.Findings;
using KubeSec.Manifests;

namespace KubeSec.Rules.Catalogue.Hygiene;

internal sealed class DuplicateEnvVar : Rule
{
    public override RuleInfo Info { get; } = new()
    {
        Code = "KS7112",
        Name = "duplicate-env-var",
        Title = "Variable stated twice",
        Severity = Severity.Low,
        Category = RuleCategory.Reliability,
        Why = "The last one counts: what a reader sees first is not what runs.",
        Attack = "Hide a setting behind one that looks right.",
        Remedy = "Remove one of the two.",
        WhenToWaive = "None is known.",
        EnabledByDefault = false,
    };

    public override void CheckContainer(Container container, RuleContext context)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (Field name in container.Field["env"].Items
            .Select(variable => variable["name"])
            .Where(name => name.Text is { } text && !seen.Add(text)))
        {
            context.Report(container, name, $"container '{container.Name}' states {name.Text} twice");
        }
    }
}
