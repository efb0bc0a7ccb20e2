using KubeSec.Findings;
using KubeSec.Manifests;

namespace KubeSec.Rules.Catalogue.Reliability;

internal sealed class ProbePortNotExposed : Rule
{
    public override RuleInfo Info { get; } = new()
    {
        Code = "KS7023",
        Name = "probe-port-not-exposed",
        Title = "Probe asks a port the container does not declare",
        Severity = Severity.Low,
        Category = RuleCategory.Reliability,
        Why = "A named port that is not declared makes the probe fail for ever; a number that is not declared is often a slip.",
        Attack = "None is needed: the pod never becomes ready.",
        Remedy = "Declare the port in ports, or mend the probe.",
        WhenToWaive = "Ports that are left out of ports on purpose.",
        EnabledByDefault = false,
    };

    public override void CheckContainer(Container container, RuleContext context)
    {
        Field[] ports = [.. container.Field["ports"].Items];
        foreach (Field port in Probes.PortsAsked(container))
        {
            bool declared = ports.Any(p => p["name"].Text == port.Text || p["containerPort"].Text == port.Text);
            if (!declared && (ports.Length > 0 || port.Integer is null))
            {
                context.Report(container, port, $"a probe of container '{container.Name}' asks port {port.Text}, which is not declared");
            }
        }
    }
}
