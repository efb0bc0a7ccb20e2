using KubeSec.Findings;
using KubeSec.Manifests;

namespace KubeSec.Rules.Catalogue.ControlPlane;

internal sealed class KubeletFlagProtectKernelDefaults : KubeletRule
{
    public override RuleInfo Info { get; } = new()
    {
        Code = "KS8084",
        Name = "kubelet-flag-protect-kernel-defaults",
        Title = "Kubelet changes kernel settings",
        Severity = Severity.Low,
        Category = RuleCategory.ControlPlane,
        Why = "The kubelet overwrites hardened kernel settings without a word.",
        Attack = "Wait for the hardened setting to be lost.",
        Remedy = "Set protectKernelDefaults to true.",
        WhenToWaive = "Nodes whose settings are not managed.",
        Frameworks = [new("cis", "4.2.6"), new("owasp", "K07")],
    };

    protected override string Flag => "protect-kernel-defaults";

    protected override FlagExpectation Expected => FlagExpectation.NotIs("false");

    public override void CheckResource(Resource resource, RuleContext context)
    {
        Field field = resource.Root["protectKernelDefaults"];
        if (resource.Kind == "KubeletConfiguration" && !field.IsTrue)
        {
            context.Report(resource, field, "the kubelet may change kernel settings at start");
        }
    }
}
