using System.Globalization;
using KubeSec.Findings;
using KubeSec.Manifests;

namespace KubeSec.Rules.Catalogue.Identity;

internal sealed class SharedCloudRoleAcrossWorkloads : Rule
{
    public override RuleInfo Info { get; } = new()
    {
        Code = "KS4077",
        Name = "shared-cloud-role-across-workloads",
        Title = "One cloud role for several service accounts",
        Severity = Severity.Low,
        Category = RuleCategory.Access,
        Why = "The role must hold what all of them need: each workload may do what only another should.",
        Attack = "Enter the weakest of the workloads and use the role.",
        Remedy = "Give each service account a role of its own.",
        WhenToWaive = "Accounts of one application in several namespaces.",
        Frameworks = [new("nsa", "sensitive-cloud-infra"), new("owasp", "K08"), new("attack", "T1078.004")],
    };

    public override void CheckAll(ResourceIndex index, RuleContext context)
    {
        var annotations = index.OfKind("ServiceAccount")
            .SelectMany(account => CloudIdentities.Of(account).Select(annotation => (account, annotation)));
        foreach (var shared in annotations.GroupBy(a => a.annotation.Text, StringComparer.Ordinal).Where(group => group.Count() > 1))
        {
            foreach ((Resource account, Field annotation) in shared)
            {
                context.Report(
                    account, annotation,
                    $"{shared.Count().ToString(CultureInfo.InvariantCulture)} service accounts share the cloud identity {annotation.Text}");
            }
        }
    }
}
