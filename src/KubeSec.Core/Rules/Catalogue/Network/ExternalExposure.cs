using KubeSec.Findings;
using KubeSec.Manifests;

namespace KubeSec.Rules.Catalogue.Network;

internal sealed class ExternalExposure : Rule
{
    public override RuleInfo Info { get; } = new()
    {
        Code = "KS3107",
        Name = "external-exposure",
        Title = "Workload can be reached from outside",
        Severity = Severity.Info,
        Category = RuleCategory.Network,
        Why = "An inventory: what can be reached from outside the cluster is where an attack begins.",
        Attack = "Probe the exposed program for defects.",
        Remedy = "Keep the list short, and give what is on it no token, no secrets it does not need and a network policy.",
        WhenToWaive = "Wherever the workload is meant to be public; the finding is information.",
        Frameworks = [new("owasp", "K06"), new("attack", "T1190")],
    };

    public override void CheckAll(ResourceIndex index, RuleContext context)
    {
        foreach (Workload workload in Exposed.From(index))
        {
            context.Report(
                workload, workload.Resource.Root["metadata"]["name"],
                $"{workload.Resource.Kind} '{workload.Resource.Identity.Name}' can be reached from outside the cluster");
        }
    }
}
