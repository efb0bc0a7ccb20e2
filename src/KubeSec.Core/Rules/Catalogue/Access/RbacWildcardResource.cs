using KubeSec.Access;
using KubeSec.Findings;
using KubeSec.Manifests;

namespace KubeSec.Rules.Catalogue.Access;

internal sealed class RbacWildcardResource : PermissionRule
{
    public override RuleInfo Info { get; } = new()
    {
        Code = "KS4004",
        Name = "rbac-wildcard-resource",
        Title = "Role reaches every resource",
        Severity = Severity.High,
        Category = RuleCategory.Access,
        Why = "The wildcard holds secrets, roles, webhooks and every kind that is ever installed.",
        Attack = "Read the secrets of the namespaces in reach.",
        Remedy = "List the resources that are needed.",
        WhenToWaive = "Operators that install whatever a package holds, such as a GitOps controller.",
        Frameworks = [new("nsa", "rbac"), new("cis", "5.1.3"), new("owasp", "K02"), new("attack", "T1078")],
    };

    protected override string Grant => "reach every resource";

    protected override bool Grants(PolicyRule rule, Resource role) => rule.Resources.Contains("*") && !rule.Verbs.Contains("*");

    protected override Field PlaceOf(PolicyRule rule) => rule.Field["resources"];

    /// <summary>The wildcard is what this rule is about: it counts in full.</summary>
    protected override bool WildcardCounts => true;
}
