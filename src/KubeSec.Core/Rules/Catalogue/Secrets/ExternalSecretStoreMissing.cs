using KubeSec.Findings;
using KubeSec.Manifests;

namespace KubeSec.Rules.Catalogue.Secrets;

internal sealed class ExternalSecretStoreMissing : Rule
{
    private static readonly string[] StoreKinds =
    [
        "ExternalSecret", "ClusterExternalSecret", "SecretStore", "ClusterSecretStore", "SecretProviderClass", "SealedSecret",
        "VaultStaticSecret", "VaultDynamicSecret",
    ];

    public override RuleInfo Info { get; } = new()
    {
        Code = "KS5008",
        Name = "external-secret-store-missing",
        Title = "Secrets are kept without an external store",
        Severity = Severity.Info,
        Category = RuleCategory.Secrets,
        Why = "Secrets written as manifests live in the repository and in etcd; a store outside keeps, rotates and audits them.",
        Attack = "Read the secret from the repository's history.",
        Remedy = "Use External Secrets, the Secrets Store CSI driver, Sealed Secrets or SOPS.",
        WhenToWaive = "Secrets that the release tool creates from a store of its own.",
        Frameworks = [new("nsa", "secrets"), new("cis", "5.4.2"), new("owasp", "K03"), new("attack", "T1552")],
    };

    public override void CheckAll(ResourceIndex index, RuleContext context)
    {
        if (StoreKinds.Any(kind => index.OfKind(kind).Any()))
        {
            return;
        }

        foreach (Resource secret in index.OfKind("Secret").Where(SecretObjects.HoldsValues))
        {
            context.Report(
                secret, secret.Root["kind"], $"secret '{secret.Identity.Name}' is written as a manifest and no external store is in use");
        }
    }
}
