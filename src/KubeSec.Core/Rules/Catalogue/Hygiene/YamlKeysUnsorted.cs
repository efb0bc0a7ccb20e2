using KubeSec.Findings;
using KubeSec.Manifests;

namespace KubeSec.Rules.Catalogue.Hygiene;

internal sealed class YamlKeysUnsorted : Rule
{
    private static readonly string[] Order = ["apiVersion", "kind", "metadata", "spec"];

    public override RuleInfo Info { get; } = new()
    {
        Code = "KS7118",
        Name = "yaml-keys-unsorted",
        Title = "Keys of the object are not in their usual order",
        Severity = Severity.Info,
        Category = RuleCategory.Reliability,
        Why = "Readers look for apiVersion, kind, metadata and spec in that order.",
        Attack = "None is needed.",
        Remedy = "Put apiVersion first, then kind, metadata and spec.",
        WhenToWaive = "Files written by tools.",
        EnabledByDefault = false,
    };

    public override void CheckResource(Resource resource, RuleContext context)
    {
        int[] places = [.. resource.Root.Entries.Select(entry => Array.IndexOf(Order, entry.Name)).Where(place => place >= 0)];
        if (!places.SequenceEqual(places.Order()))
        {
            context.Report(resource, resource.Root["apiVersion"], "apiVersion, kind, metadata and spec are not in this order");
        }
    }
}
