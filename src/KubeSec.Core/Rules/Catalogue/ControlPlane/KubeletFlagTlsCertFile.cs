using KubeSec.Findings;
using KubeSec.Manifests;

namespace KubeSec.Rules.Catalogue.ControlPlane;

internal sealed class KubeletFlagTlsCertFile : KubeletRule
{
    public override RuleInfo Info { get; } = new()
    {
        Code = "KS8088",
        Name = "kubelet-flag-tls-cert-file",
        Title = "Kubelet serves a self-made certificate",
        Severity = Severity.Low,
        Category = RuleCategory.ControlPlane,
        Why = "The API server cannot verify which node it talks to.",
        Attack = "Answer in place of a kubelet.",
        Remedy = "Set tlsCertFile and tlsPrivateKeyFile, or serverTLSBootstrap.",
        WhenToWaive = "None is needed.",
        Frameworks = [new("cis", "4.2.9"), new("owasp", "K07")],
    };

    protected override string Flag => "tls-cert-file";

    protected override FlagExpectation Expected => FlagExpectation.Set();

    public override void CheckResource(Resource resource, RuleContext context)
    {
        Field field = resource.Root["tlsCertFile"];
        if (resource.Kind == "KubeletConfiguration" && (!field.Exists && !resource.Root["serverTLSBootstrap"].IsTrue))
        {
            context.Report(resource, field, "the kubelet serves a certificate it made itself");
        }
    }
}
