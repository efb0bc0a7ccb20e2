using KubeSec.Findings;
using KubeSec.Manifests;

namespace KubeSec.Rules.Catalogue.Identity;

internal sealed class ClustertrustbundleOptionalTrue : Rule
{
    public override RuleInfo Info { get; } = new()
    {
        Code = "KS4078",
        Name = "clustertrustbundle-optional-true",
        Title = "Trust bundle that may be missing",
        Severity = Severity.Low,
        Category = RuleCategory.Access,
        Why = "With optional the pod starts without the certificates it should trust; programs then fall back to others, or to none.",
        Attack = "Delete the bundle and answer with a certificate of the system's own authorities.",
        Remedy = "Remove optional from the clusterTrustBundle source.",
        WhenToWaive = "Programs that refuse to start without the file.",
        Sets = new("false", "The pod does not start until the bundle is there."),
        Frameworks = [new("nsa", "encryption"), new("owasp", "K09"), new("attack", "T1557")],
    };

    public override void CheckWorkload(Workload workload, RuleContext context)
    {
        foreach (Field optional in workload.Volumes
            .SelectMany(v => v["projected"]["sources"].Items)
            .Select(s => s["clusterTrustBundle"]["optional"])
            .Where(o => o.IsTrue))
        {
            context.Report(workload, optional, "the pod starts without the certificates it should trust");
        }
    }
}
