using KubeSec.Findings;
using KubeSec.Manifests;

namespace KubeSec.Rules.Catalogue.Hygiene;

internal sealed class ServiceAccountMissing : Rule
{
    public override RuleInfo Info { get; } = new()
    {
        Code = "KS7104",
        Name = "service-account-missing",
        Title = "Service account that is not in the manifests",
        Severity = Severity.Low,
        Category = RuleCategory.Reliability,
        Why = "The pod is not created until the account is there, or runs as whatever another tool made of the name.",
        Attack = "Create the account under the expected name and bind a role to it.",
        Remedy = "Add the ServiceAccount.",
        WhenToWaive = "Accounts made by another release.",
        Frameworks = [new("owasp", "K09")],
        EnabledByDefault = false,
    };

    public override void CheckAll(ResourceIndex index, RuleContext context)
    {
        foreach (Workload workload in index.Workloads.Where(w => w.ServiceAccountName != "default"))
        {
            if (!index.Has("ServiceAccount", workload.Resource.EffectiveNamespace, workload.ServiceAccountName))
            {
                context.Report(
                    workload, workload.Pod["serviceAccountName"].Exists
                        ? workload.Pod["serviceAccountName"] : workload.Pod["serviceAccount"],
                    $"service account '{workload.ServiceAccountName}' is not among the manifests");
            }
        }
    }
}
