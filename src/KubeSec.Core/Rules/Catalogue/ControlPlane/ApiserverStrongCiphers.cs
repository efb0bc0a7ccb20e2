using KubeSec.Findings;

namespace KubeSec.Rules.Catalogue.ControlPlane;

internal sealed class ApiserverStrongCiphers : ComponentFlagRule
{
    public override RuleInfo Info { get; } = new()
    {
        Code = "KS8032",
        Name = "apiserver-strong-ciphers",
        Title = "API server accepts weak ciphers",
        Severity = Severity.Low,
        Category = RuleCategory.ControlPlane,
        Why = "Weak suites can be broken or have no forward secrecy.",
        Attack = "Record traffic and decrypt it later.",
        Remedy = "List only ECDHE suites with AES-GCM or ChaCha20, or leave the default.",
        WhenToWaive = "Old clients that cannot be updated.",
        Frameworks = [new("cis", "1.2.29"), new("owasp", "K07")],
    };

    protected override string Component => Components.ApiServer;

    protected override string Flag => "tls-cipher-suites";

    protected override FlagExpectation Expected => FlagExpectation.NoWeakCipher();
}
