using KubeSec.Findings;
using KubeSec.Manifests;

namespace KubeSec.Rules.Catalogue.Reliability;

internal sealed class DnsConfigOptions : Rule
{
    public override RuleInfo Info { get; } = new()
    {
        Code = "KS7042",
        Name = "dns-config-options",
        Title = "DNS search tries five names for each",
        Severity = Severity.Info,
        Category = RuleCategory.Reliability,
        Why = "With ndots 5 every lookup of an outside name first asks the cluster for four others.",
        Attack = "Load the DNS servers.",
        Remedy = "Set dnsConfig.options with ndots 2.",
        WhenToWaive = "Programs that look up short names.",
        EnabledByDefault = false,
    };

    public override void CheckWorkload(Workload workload, RuleContext context)
    {
        Field options = workload.Pod["dnsConfig"]["options"];
        if (!options.Items.Any(option => option["name"].Text == "ndots") && workload.Pod["dnsPolicy"].Text is null or "ClusterFirst")
        {
            context.Report(workload, options, "lookups of outside names ask the cluster for four others first");
        }
    }
}
