using KubeSec.Findings;

namespace KubeSec.Rules.Catalogue.ControlPlane;

internal sealed class ApiserverFlagEncryptionProviderConfig : ComponentFlagRule
{
    public override RuleInfo Info { get; } = new()
    {
        Code = "KS8031",
        Name = "apiserver-flag-encryption-provider-config",
        Title = "Secrets are stored in etcd as they are",
        Severity = Severity.Medium,
        Category = RuleCategory.ControlPlane,
        Why = "Whoever holds a copy of etcd or its disk holds every secret.",
        Attack = "Read a backup.",
        Remedy = "Set --encryption-provider-config with a KMS or secretbox provider first.",
        WhenToWaive = "The disk and its backups are encrypted by keys kept elsewhere.",
        Frameworks = [new("cis", "1.2.27"), new("owasp", "K07")],
    };

    protected override string Component => Components.ApiServer;

    protected override string Flag => "encryption-provider-config";

    protected override FlagExpectation Expected => FlagExpectation.Set();
}
