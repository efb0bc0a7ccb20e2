using KubeSec.Findings;
using KubeSec.Manifests;

namespace KubeSec.Rules.Catalogue.Pods;

internal sealed class HostAliases : Rule
{
    public override RuleInfo Info { get; } = new()
    {
        Code = "KS1037",
        Name = "host-aliases",
        Title = "Pod writes names into /etc/hosts",
        Severity = Severity.Low,
        Category = RuleCategory.Pod,
        Why = "Names in hostAliases win over DNS: they can point a trusted name elsewhere, unseen by those who look at DNS.",
        Attack = "Point a trusted name at an address of the attacker.",
        Remedy = "Use a Service of type ExternalName or a DNS entry.",
        WhenToWaive = "Names that no DNS server serves, in test clusters.",
        Frameworks = [new("owasp", "K01"), new("attack", "T1565")],
    };

    public override void CheckWorkload(Workload workload, RuleContext context)
    {
        if (workload.Pod["hostAliases"].Items.FirstOrDefault() is { } first)
        {
            context.Report(workload, first["ip"], "the pod writes names into /etc/hosts");
        }
    }
}
