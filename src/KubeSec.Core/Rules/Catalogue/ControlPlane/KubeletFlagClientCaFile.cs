using KubeSec.Findings;
using KubeSec.Manifests;

namespace KubeSec.Rules.Catalogue.ControlPlane;

internal sealed class KubeletFlagClientCaFile : KubeletRule
{
    public override RuleInfo Info { get; } = new()
    {
        Code = "KS8082",
        Name = "kubelet-flag-client-ca-file",
        Title = "Kubelet trusts no client CA",
        Severity = Severity.High,
        Category = RuleCategory.ControlPlane,
        Why = "Callers then cannot prove who they are by certificate.",
        Attack = "Use weaker ways to authenticate.",
        Remedy = "Set authentication.x509.clientCAFile.",
        WhenToWaive = "None is needed.",
        Frameworks = [new("cis", "4.2.3"), new("owasp", "K07")],
    };

    protected override string Flag => "client-ca-file";

    protected override FlagExpectation Expected => FlagExpectation.Set();

    public override void CheckResource(Resource resource, RuleContext context)
    {
        Field field = resource.Root["authentication"]["x509"]["clientCAFile"];
        if (resource.Kind == "KubeletConfiguration" && !field.Exists)
        {
            context.Report(resource, field, "the kubelet trusts no client CA");
        }
    }
}
