using KubeSec.Findings;
using KubeSec.Manifests;

namespace KubeSec.Rules.Catalogue.Identity;

internal sealed class PodCertificateProjectionPermissive : Rule
{
    public override RuleInfo Info { get; } = new()
    {
        Code = "KS4079",
        Name = "pod-certificate-projection-permissive",
        Title = "Pod certificate that lives longer than a day",
        Severity = Severity.Low,
        Category = RuleCategory.Access,
        Why = "A stolen key is of use until its certificate ends; the kubelet renews it anyway (KEP-4317).",
        Attack = "Copy the key and use it after the pod is gone.",
        Remedy = "Set maxExpirationSeconds to 86400 or less.",
        WhenToWaive = "Signers that issue for a fixed time.",
        Sets = new("86400", "Programs that read the certificate once and run long."),
        Frameworks = [new("nsa", "encryption"), new("owasp", "K09"), new("attack", "T1552.004")],
    };

    public override void CheckWorkload(Workload workload, RuleContext context)
    {
        foreach (Field expiry in workload.Volumes
            .SelectMany(v => v["projected"]["sources"].Items)
            .Select(s => s["podCertificate"]["maxExpirationSeconds"])
            .Where(e => e.Integer > 86400))
        {
            context.Report(workload, expiry, $"the pod's certificate lives {expiry.Text} seconds");
        }
    }
}
