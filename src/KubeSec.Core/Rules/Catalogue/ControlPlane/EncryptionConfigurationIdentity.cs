using KubeSec.Findings;
using KubeSec.Manifests;

namespace KubeSec.Rules.Catalogue.ControlPlane;

internal sealed class EncryptionConfigurationIdentity : Rule
{
    public override RuleInfo Info { get; } = new()
    {
        Code = "KS8035",
        Name = "encryption-configuration-identity",
        Title = "Encryption configuration that stores secrets as they are",
        Severity = Severity.High,
        Category = RuleCategory.ControlPlane,
        Why = "The first provider writes; identity writes secrets as they are.",
        Attack = "Read a backup of etcd.",
        Remedy = "Put kms, secretbox or aesgcm first and rewrite the secrets.",
        WhenToWaive = "The first step of turning encryption off on purpose.",
        Frameworks = [new("cis", "1.2.28"), new("owasp", "K07")],
    };

    public override void CheckResource(Resource resource, RuleContext context)
    {
        if (resource.Kind != "EncryptionConfiguration")
        {
            return;
        }

        foreach (Field entry in resource.Root["resources"].Items
            .Where(e => e["resources"].Items.Any(r => r.Text is "secrets" or "*.*" or "*.")))
        {
            Field first = entry["providers"].Items.FirstOrDefault() ?? entry["providers"];
            if (!first.Exists || first["identity"].Node is not null)
            {
                context.Report(resource, first, "secrets are written with the identity provider, which does not encrypt");
            }
        }
    }
}
