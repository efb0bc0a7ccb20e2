using KubeSec.Findings;
using KubeSec.Manifests;

namespace KubeSec.Rules.Catalogue.Identity;

internal sealed class DefaultServiceAccount : Rule
{
    public override RuleInfo Info { get; } = new()
    {
        Code = "KS4071",
        Name = "default-service-account",
        Title = "Pod uses the default service account",
        Severity = Severity.Low,
        Category = RuleCategory.Access,
        Why = "Whatever is ever granted to the default account is granted to every pod of the namespace that names no other.",
        Attack = "Use a permission that was meant for another workload of the namespace.",
        Remedy = "Create a service account for the workload and name it in serviceAccountName.",
        WhenToWaive = "Pods that mount no token.",
        Frameworks = [new("nsa", "sa-tokens"), new("cis", "5.1.5"), new("owasp", "K09"), new("attack", "T1528")],
    };

    public override void CheckWorkload(Workload workload, RuleContext context)
    {
        Field name = workload.Pod["serviceAccountName"].Exists ? workload.Pod["serviceAccountName"] : workload.Pod["serviceAccount"];
        if (workload.ServiceAccountName == "default" && !workload.Pod["automountServiceAccountToken"].IsFalse)
        {
            context.Report(workload, name.Exists ? name : workload.Pod["serviceAccountName"], "the pod uses the default service account");
        }
    }

    public override void CheckResource(Resource resource, RuleContext context)
    {
        Field automount = resource.Root["automountServiceAccountToken"];
        if (resource is { Kind: "ServiceAccount", Identity: { Group: "", Name: "default" } } && !automount.IsFalse)
        {
            context.Report(resource, automount, "every pod that names no service account gets a token of this one");
        }
    }
}
