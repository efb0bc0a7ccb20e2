using KubeSec.Findings;
using KubeSec.Manifests;

namespace KubeSec.Rules.Catalogue.Identity;

internal sealed class AutomountServiceAccountToken : Rule
{
    public override RuleInfo Info { get; } = new()
    {
        Code = "KS4070",
        Name = "automount-service-account-token",
        Title = "Service account token is mounted though not asked for",
        Severity = Severity.Medium,
        Category = RuleCategory.Access,
        Why = "Every container gets a token for the API server, whether its program talks to it or not.",
        Attack = "Read /var/run/secrets/kubernetes.io/serviceaccount/token and ask the API server what it may do.",
        Remedy = "Set automountServiceAccountToken to false on the pod; mount a projected token only where a program uses it.",
        WhenToWaive = "Programs that talk to the API server under a service account of their own.",
        Sets = new("false", "Programs that talk to the API server."),
        Frameworks = [new("nsa", "sa-tokens"), new("cis", "5.1.6"), new("owasp", "K09"), new("attack", "T1528")],
    };

    public override void CheckAll(ResourceIndex index, RuleContext context)
    {
        ILookup<(string, string), Resource> accounts = index.OfKind("ServiceAccount")
            .ToLookup(a => (a.EffectiveNamespace, a.Identity.Name));
        foreach (Workload workload in index.Workloads)
        {
            Field own = workload.Pod["automountServiceAccountToken"];
            bool off = own.Exists
                ? own.IsFalse
                : accounts[(workload.Resource.EffectiveNamespace, workload.ServiceAccountName)]
                    .Any(a => a.Root["automountServiceAccountToken"].IsFalse);
            if (!off)
            {
                context.Report(workload, own, $"every container gets a token of service account '{workload.ServiceAccountName}'");
            }
        }
    }
}
