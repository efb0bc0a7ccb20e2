using KubeSec.Findings;
using KubeSec.Manifests;

namespace KubeSec.Rules.Catalogue.Pods;

internal sealed class HostProbeOrLifecycleHost : Rule
{
    private static readonly string[] Probes = ["livenessProbe", "readinessProbe", "startupProbe"];
    private static readonly string[] Hooks = ["postStart", "preStop"];

    public override RuleInfo Info { get; } = new()
    {
        Code = "KS1029",
        Name = "host-probe-or-lifecycle-host",
        Title = "Probe or hook sends the kubelet to another host",
        Severity = Severity.Medium,
        Category = RuleCategory.Pod,
        Why = "The kubelet makes the request from the node: a host in a probe or hook lets the pod's author send it anywhere the "
            + "node reaches.",
        Attack = "Name the metadata service or a port on the node's loopback, and read from the probe's result what answers.",
        Remedy = "Remove host; the kubelet then asks the pod itself.",
        WhenToWaive = "None is known: the program that must be asked is the pod's own.",
        Sets = new("\"\"", "Probes that did ask another host."),
        Frameworks = [new("pss-baseline", "hostProbesAndHostLifecycle"), new("owasp", "K01"), new("attack", "T1090")],
    };

    public override void CheckContainer(Container container, RuleContext context)
    {
        if (context.Minor < 34 && context.JudgesByPodSecurityStandards)
        {
            return;
        }

        IEnumerable<Field> handlers = Probes
            .Select(probe => container.Field[probe])
            .Concat(Hooks.Select(hook => container.Field["lifecycle"][hook]));
        foreach (Field host in handlers
            .SelectMany(handler => (Field[])[handler["httpGet"]["host"], handler["tcpSocket"]["host"]])
            .Where(host => host.Text is { Length: > 0 }))
        {
            context.Report(container, host, $"container '{container.Name}' sends the kubelet to {host.Text}");
        }
    }
}
