using KubeSec.Findings;

namespace KubeSec.Rules.Catalogue.ControlPlane;

internal sealed class ApiserverPluginNamespacelifecycle : ComponentFlagRule
{
    public override RuleInfo Info { get; } = new()
    {
        Code = "KS8014",
        Name = "apiserver-plugin-namespacelifecycle",
        Title = "Namespace lifecycle admission is off",
        Severity = Severity.Medium,
        Category = RuleCategory.ControlPlane,
        Why = "Objects can be created in namespaces that are being deleted or do not exist.",
        Attack = "Create objects where nobody looks.",
        Remedy = "Remove NamespaceLifecycle from --disable-admission-plugins.",
        WhenToWaive = "None is needed.",
        Frameworks = [new("cis", "1.2.13"), new("owasp", "K07")],
    };

    protected override string Component => Components.ApiServer;

    protected override string Flag => "disable-admission-plugins";

    protected override FlagExpectation Expected => FlagExpectation.Excludes("NamespaceLifecycle");
}
