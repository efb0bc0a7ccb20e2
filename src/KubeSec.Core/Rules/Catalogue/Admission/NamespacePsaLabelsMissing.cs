using KubeSec.Findings;
using KubeSec.Manifests;

namespace KubeSec.Rules.Catalogue.Admission;

internal sealed class NamespacePsaLabelsMissing : Rule
{
    private const string Enforce = "pod-security.kubernetes.io/enforce";

    public override RuleInfo Info { get; } = new()
    {
        Code = "KS4105",
        Name = "namespace-psa-labels-missing",
        Title = "Namespace without a Pod Security level",
        Severity = Severity.Medium,
        Category = RuleCategory.Access,
        Why = "Without the enforce label the cluster's default level applies, which is privileged unless an administrator changed it.",
        Attack = "Create a privileged pod in the namespace.",
        Remedy = "Label the namespace pod-security.kubernetes.io/enforce: restricted, or baseline.",
        WhenToWaive = "Another admission engine enforces the same in this cluster.",
        Sets = new("baseline", "Pods beyond the baseline are refused."),
        Frameworks = [new("nsa", "pod-security"), new("cis", "5.2.1"), new("owasp", "K04")],
    };

    public override void CheckResource(Resource resource, RuleContext context)
    {
        if (resource is { Kind: "Namespace", Identity.Group: "" } && !resource.Labels[Enforce].Exists)
        {
            context.Report(resource, resource.Labels[Enforce], $"namespace '{resource.Identity.Name}' has no label {Enforce}");
        }
    }
}
