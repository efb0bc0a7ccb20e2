using KubeSec.Findings;
using KubeSec.Manifests;

namespace KubeSec.Rules.Catalogue.Secrets;

internal sealed class SecretInManifest : Rule
{
    public override RuleInfo Info { get; } = new()
    {
        Code = "KS5009",
        Name = "secret-in-manifest",
        Title = "Secret written out in a manifest",
        Severity = Severity.High,
        Category = RuleCategory.Secrets,
        Why = "base64 is no encryption: the value stands in the repository and in every copy of the manifest.",
        Attack = "Decode it from the repository's history.",
        Remedy = "Keep the value in an external store, or encrypt the manifest with Sealed Secrets or SOPS; replace the credential, it "
            + "has been seen.",
        WhenToWaive = "Values that are no secret, such as a public certificate.",
        Frameworks = [new("nsa", "secrets"), new("cis", "5.4.2"), new("owasp", "K03"), new("attack", "T1552.001")],
    };

    public override void CheckResource(Resource resource, RuleContext context)
    {
        if (resource is not { Kind: "Secret", Identity.Group: "" })
        {
            return;
        }

        foreach (Field value in SecretObjects.Values(resource))
        {
            context.Report(resource, value, $"secret '{resource.Identity.Name}' holds the value of '{value.Name}' in the manifest");
        }
    }
}
