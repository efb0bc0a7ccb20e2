using KubeSec.Manifests;

namespace KubeSec.Rules.Catalogue.ControlPlane;

/// <summary>
/// A rule about one setting of the kubelet: a field of its configuration file, and the flag of a kubelet that runs in a
/// container. A flag that is left out counts only where no configuration file is named, which may set it.
/// </summary>
internal abstract class KubeletRule : Rule
{
    /// <summary>The flag without its dashes.</summary>
    protected abstract string Flag { get; }

    protected abstract FlagExpectation Expected { get; }

    public sealed override void CheckContainer(Container container, RuleContext context)
    {
        if (!Components.Runs(container, Components.Kubelet))
        {
            return;
        }

        (Field place, string? value) = Components.FindFlag(container, Flag);
        bool leftToFile = value is null && Components.FindFlag(container, "config").Value is not null;
        if (!leftToFile && Expected.Fault(value) is { } fault)
        {
            context.Report(container, place, $"kubelet flag --{Flag} {fault}");
        }
    }
}
