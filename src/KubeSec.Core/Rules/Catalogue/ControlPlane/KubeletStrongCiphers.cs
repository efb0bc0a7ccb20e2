using KubeSec.Findings;
using KubeSec.Manifests;

namespace KubeSec.Rules.Catalogue.ControlPlane;

internal sealed class KubeletStrongCiphers : KubeletRule
{
    public override RuleInfo Info { get; } = new()
    {
        Code = "KS8091",
        Name = "kubelet-strong-ciphers",
        Title = "Kubelet accepts weak ciphers",
        Severity = Severity.Low,
        Category = RuleCategory.ControlPlane,
        Why = "Weak suites can be broken or have no forward secrecy.",
        Attack = "Record traffic and decrypt it later.",
        Remedy = "List only ECDHE suites with AES-GCM or ChaCha20, or leave the default.",
        WhenToWaive = "Old clients that cannot be updated.",
        Frameworks = [new("cis", "4.2.12"), new("owasp", "K07")],
    };

    protected override string Flag => "tls-cipher-suites";

    protected override FlagExpectation Expected => FlagExpectation.NoWeakCipher();

    public override void CheckResource(Resource resource, RuleContext context)
    {
        Field field = resource.Root["tlsCipherSuites"];
        if (resource.Kind == "KubeletConfiguration" && (field.Items.Any(suite => CipherSuites.IsWeak(suite.Text ?? ""))))
        {
            context.Report(resource, field, "the kubelet accepts weak cipher suites");
        }
    }
}
