using KubeSec.Findings;
using KubeSec.Manifests;

namespace KubeSec.Rules.Catalogue.ControlPlane;

internal sealed class KubeletFlagRotateCertificates : KubeletRule
{
    public override RuleInfo Info { get; } = new()
    {
        Code = "KS8089",
        Name = "kubelet-flag-rotate-certificates",
        Title = "Kubelet does not renew its client certificate",
        Severity = Severity.Medium,
        Category = RuleCategory.ControlPlane,
        Why = "A certificate that never changes is stolen once and used for a year.",
        Attack = "Use an old copy of the certificate.",
        Remedy = "Set rotateCertificates to true.",
        WhenToWaive = "Certificates are renewed by other means.",
        Frameworks = [new("cis", "4.2.10"), new("owasp", "K07")],
    };

    protected override string Flag => "rotate-certificates";

    protected override FlagExpectation Expected => FlagExpectation.NotIs("false");

    public override void CheckResource(Resource resource, RuleContext context)
    {
        Field field = resource.Root["rotateCertificates"];
        if (resource.Kind == "KubeletConfiguration" && field.IsFalse)
        {
            context.Report(resource, field, "the kubelet does not renew its client certificate");
        }
    }
}
