using KubeSec.Findings;
using KubeSec.Manifests;

namespace KubeSec.Rules.Catalogue.ControlPlane;

internal sealed class KubeletFlagHostnameOverride : KubeletRule
{
    public override RuleInfo Info { get; } = new()
    {
        Code = "KS8093",
        Name = "kubelet-flag-hostname-override",
        Title = "Kubelet registers under a name of its own",
        Severity = Severity.Low,
        Category = RuleCategory.ControlPlane,
        Why = "Logs and certificates then do not agree on which machine a node is.",
        Attack = "Register under the name of another node.",
        Remedy = "Remove hostname-override.",
        WhenToWaive = "Cloud providers whose node names differ from the host name.",
        Frameworks = [new("cis", "4.2.7"), new("owasp", "K07")],
    };

    protected override string Flag => "hostname-override";

    protected override FlagExpectation Expected => FlagExpectation.Absent();

    public override void CheckResource(Resource resource, RuleContext context)
    {
        if (resource.Kind is not ("InitConfiguration" or "JoinConfiguration"))
        {
            return;
        }

        Field arguments = resource.Root["nodeRegistration"]["kubeletExtraArgs"];
        Field name = arguments.Items.FirstOrDefault(item => item["name"].Text == "hostname-override")?["value"] ?? arguments["hostname-override"];
        if (name.Exists)
        {
            context.Report(resource, name, $"the kubelet registers as '{name.Text}'");
        }
    }
}
