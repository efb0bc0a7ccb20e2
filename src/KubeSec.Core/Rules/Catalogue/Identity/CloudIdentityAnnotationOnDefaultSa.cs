using KubeSec.Findings;
using KubeSec.Manifests;

namespace KubeSec.Rules.Catalogue.Identity;

internal sealed class CloudIdentityAnnotationOnDefaultSa : Rule
{
    public override RuleInfo Info { get; } = new()
    {
        Code = "KS4076",
        Name = "cloud-identity-annotation-on-default-sa",
        Title = "Default service account has a cloud identity",
        Severity = Severity.High,
        Category = RuleCategory.Access,
        Why = "Every pod of the namespace that names no account gets the cloud role.",
        Attack = "Enter any pod of the namespace and ask the cloud for credentials.",
        Remedy = "Give the role to a service account of its own and name that in the one workload.",
        WhenToWaive = "Namespaces that hold this one workload.",
        Frameworks = [new("nsa", "sensitive-cloud-infra"), new("owasp", "K08"), new("attack", "T1078.004")],
    };

    public override void CheckResource(Resource resource, RuleContext context)
    {
        if (resource is not { Kind: "ServiceAccount", Identity: { Group: "", Name: "default" } })
        {
            return;
        }

        foreach (Field annotation in CloudIdentities.Of(resource))
        {
            context.Report(
                resource, annotation, $"every pod of namespace {resource.EffectiveNamespace} gets the cloud identity {annotation.Text}");
        }
    }
}
