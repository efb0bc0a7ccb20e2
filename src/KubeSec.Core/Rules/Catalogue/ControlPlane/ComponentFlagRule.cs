using KubeSec.Manifests;

namespace KubeSec.Rules.Catalogue.ControlPlane;

/// <summary>
/// A rule about one command-line flag of a control-plane component: in its static pod, where a missing flag means the
/// component's own default, and in a kubeadm configuration, where only what is stated can be judged.
/// </summary>
internal abstract class ComponentFlagRule : Rule
{
    protected abstract string Component { get; }

    /// <summary>The flag without its dashes.</summary>
    protected abstract string Flag { get; }

    protected abstract FlagExpectation Expected { get; }

    public sealed override void CheckContainer(Container container, RuleContext context)
    {
        if (!Components.Runs(container, Component))
        {
            return;
        }

        (Field place, string? value) = Components.FindFlag(container, Flag);
        if (Expected.Fault(value) is { } fault)
        {
            context.Report(container, place, $"{Component} flag --{Flag} {fault}");
        }
    }

    public sealed override void CheckResource(Resource resource, RuleContext context)
    {
        if (resource.Kind != "ClusterConfiguration")
        {
            return;
        }

        Field arguments = Components.KubeadmArguments(resource, Component);
        Field listed = arguments.Items.FirstOrDefault(item => item["name"].Text == Flag)?["value"] ?? arguments[Flag];
        if (listed.Exists && Expected.Fault(listed.Text) is { } fault)
        {
            context.Report(resource, listed, $"{Component} flag --{Flag} {fault}");
        }
    }
}
