using KubeSec.Access;
using KubeSec.Findings;
using KubeSec.Manifests;

namespace KubeSec.Rules.Catalogue.Access;

internal sealed class RbacSubresourcePatternInert : PermissionRule
{
    public override RuleInfo Info { get; } = new()
    {
        Code = "KS4042",
        Name = "rbac-subresource-pattern-inert",
        Title = "Role names subresources by a pattern that matches nothing",
        Severity = Severity.Low,
        Category = RuleCategory.Access,
        Why = "pods/* is no wildcard in RBAC and grants nothing; whoever tests the role then widens it further than meant.",
        Attack = "None by itself: it misleads whoever reads the role.",
        Remedy = "Name the subresources, such as pods/log.",
        WhenToWaive = "None is needed.",
        Frameworks = [new("nsa", "rbac"), new("cis", "5.1.3"), new("owasp", "K02")],
    };

    protected override string Grant => "nothing: the pattern is no wildcard";

    protected override bool Grants(PolicyRule rule, Resource role) =>
        rule.Resources.Any(resource => resource.EndsWith("/*", StringComparison.Ordinal));
}
