using KubeSec.Access;
using KubeSec.Findings;
using KubeSec.Manifests;

namespace KubeSec.Rules.Catalogue.Access;

internal sealed class RbacSubresourceWildcard : PermissionRule
{
    public override RuleInfo Info { get; } = new()
    {
        Code = "KS4041",
        Name = "rbac-subresource-wildcard",
        Title = "Role grants a subresource of every kind",
        Severity = Severity.High,
        Category = RuleCategory.Access,
        Why = "An entry such as */exec or */scale reaches that subresource of kinds that do not exist yet.",
        Attack = "Use a dangerous subresource, such as exec or proxy, that the writer did not think of.",
        Remedy = "Name each kind with its subresource.",
        WhenToWaive = "The horizontal pod autoscaler's */scale.",
        Frameworks = [new("nsa", "rbac"), new("cis", "5.1.3"), new("owasp", "K02"), new("attack", "T1078")],
    };

    protected override string Grant => "use one subresource of every kind";

    protected override bool Grants(PolicyRule rule, Resource role) =>
        rule.Resources.Any(resource => resource.StartsWith("*/", StringComparison.Ordinal));
}
