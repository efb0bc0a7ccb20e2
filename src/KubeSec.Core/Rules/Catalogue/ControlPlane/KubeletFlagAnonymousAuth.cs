using KubeSec.Findings;
using KubeSec.Manifests;

namespace KubeSec.Rules.Catalogue.ControlPlane;

internal sealed class KubeletFlagAnonymousAuth : KubeletRule
{
    public override RuleInfo Info { get; } = new()
    {
        Code = "KS8080",
        Name = "kubelet-flag-anonymous-auth",
        Title = "Kubelet answers anonymous requests",
        Severity = Severity.Critical,
        Category = RuleCategory.ControlPlane,
        Why = "The kubelet runs commands in every pod of the node.",
        Attack = "Call the kubelet without a credential.",
        Remedy = "Set authentication.anonymous.enabled to false.",
        WhenToWaive = "None is needed.",
        Frameworks = [new("cis", "4.2.1"), new("owasp", "K07")],
    };

    protected override string Flag => "anonymous-auth";

    protected override FlagExpectation Expected => FlagExpectation.Is("false");

    public override void CheckResource(Resource resource, RuleContext context)
    {
        Field field = resource.Root["authentication"]["anonymous"]["enabled"];
        if (resource.Kind == "KubeletConfiguration" && field.IsTrue)
        {
            context.Report(resource, field, "the kubelet answers anonymous requests");
        }
    }
}
