using KubeSec.Findings;
using KubeSec.Manifests;

namespace KubeSec.Rules.Catalogue.Identity;

internal sealed class SecretSaTokenType : Rule
{
    public override RuleInfo Info { get; } = new()
    {
        Code = "KS4072",
        Name = "secret-sa-token-type",
        Title = "Service account token that never expires",
        Severity = Severity.High,
        Category = RuleCategory.Access,
        Why = "A Secret of type kubernetes.io/service-account-token holds a token without an end, valid outside the pod and the cluster.",
        Attack = "Read the Secret once and use the token for years.",
        Remedy = "Delete the Secret; mount a projected token or use kubectl create token.",
        WhenToWaive = "Programs outside the cluster that cannot renew a token.",
        Frameworks = [new("nsa", "sa-tokens"), new("cis", "5.1.6"), new("owasp", "K09"), new("attack", "T1528")],
    };

    public override void CheckResource(Resource resource, RuleContext context)
    {
        Field type = resource.Root["type"];
        if (resource is { Kind: "Secret", Identity.Group: "" } && type.Text == "kubernetes.io/service-account-token")
        {
            context.Report(resource, type, $"secret '{resource.Identity.Name}' holds a service account token that never expires");
        }
    }
}
