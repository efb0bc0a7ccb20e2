using KubeSec.Findings;
using KubeSec.Manifests;

namespace KubeSec.Rules.Catalogue.ControlPlane;

internal sealed class KubeletRotateKubeletServerCertificate : Rule
{
    public override RuleInfo Info { get; } = new()
    {
        Code = "KS8090",
        Name = "kubelet-rotate-kubelet-server-certificate",
        Title = "Kubelet may not renew its serving certificate",
        Severity = Severity.Low,
        Category = RuleCategory.ControlPlane,
        Why = "A certificate that never changes is stolen once and used for a year.",
        Attack = "Use an old copy of the certificate.",
        Remedy = "Remove the feature gate or set it to true.",
        WhenToWaive = "Certificates are renewed by other means.",
        Frameworks = [new("cis", "4.2.11"), new("owasp", "K07")],
    };

    public override void CheckResource(Resource resource, RuleContext context)
    {
        Field field = resource.Root["featureGates"]["RotateKubeletServerCertificate"];
        if (resource.Kind == "KubeletConfiguration" && field.IsFalse)
        {
            context.Report(resource, field, "the kubelet may not renew its serving certificate");
        }
    }
}
