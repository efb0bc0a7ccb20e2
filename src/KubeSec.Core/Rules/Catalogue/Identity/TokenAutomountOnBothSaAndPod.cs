using KubeSec.Findings;
using KubeSec.Manifests;

namespace KubeSec.Rules.Catalogue.Identity;

internal sealed class TokenAutomountOnBothSaAndPod : Rule
{
    public override RuleInfo Info { get; } = new()
    {
        Code = "KS4075",
        Name = "token-automount-on-both-sa-and-pod",
        Title = "Pod mounts the token its service account withholds",
        Severity = Severity.Medium,
        Category = RuleCategory.Access,
        Why = "The service account says that its token is not to be mounted; the pod's own setting wins.",
        Attack = "Read the token that was believed not to be there.",
        Remedy = "Remove automountServiceAccountToken from the pod, or mount a projected token where it is needed.",
        WhenToWaive = "The one workload of the account that needs the token.",
        Sets = new("false", "Programs that talk to the API server."),
        Frameworks = [new("nsa", "sa-tokens"), new("cis", "5.1.6"), new("owasp", "K09"), new("attack", "T1528")],
    };

    public override void CheckAll(ResourceIndex index, RuleContext context)
    {
        var withheld = index.OfKind("ServiceAccount")
            .Where(a => a.Root["automountServiceAccountToken"].IsFalse)
            .Select(a => (a.EffectiveNamespace, a.Identity.Name))
            .ToHashSet();
        foreach (Workload workload in index.Workloads)
        {
            Field own = workload.Pod["automountServiceAccountToken"];
            if (own.IsTrue && withheld.Contains((workload.Resource.EffectiveNamespace, workload.ServiceAccountName)))
            {
                context.Report(workload, own, $"the pod mounts the token that service account '{workload.ServiceAccountName}' withholds");
            }
        }
    }
}
