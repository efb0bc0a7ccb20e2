using KubeSec.Access;
using KubeSec.Findings;
using KubeSec.Manifests;

namespace KubeSec.Rules.Catalogue.Access;

internal sealed class RbacWildcardVerbAndResource : PermissionRule
{
    public override RuleInfo Info { get; } = new()
    {
        Code = "KS4002",
        Name = "rbac-wildcard-verb-and-resource",
        Title = "Role may do everything to everything",
        Severity = Severity.Critical,
        Category = RuleCategory.Access,
        Why = "Every verb on every resource is cluster-admin by another name, new kinds included.",
        Attack = "Use the holder's token to create a privileged pod or a binding.",
        Remedy = "List the resources and the verbs that are needed.",
        WhenToWaive = "Operators that install whatever a package holds, such as a GitOps controller.",
        Frameworks = [new("nsa", "rbac"), new("cis", "5.1.3"), new("owasp", "K02"), new("attack", "T1078")],
    };

    protected override string Grant => "do everything to everything";

    protected override bool Grants(PolicyRule rule, Resource role) => rule.Verbs.Contains("*") && rule.Resources.Contains("*");

    protected override Field PlaceOf(PolicyRule rule) => rule.Field["verbs"];

    /// <summary>The wildcard is what this rule is about: it counts in full.</summary>
    protected override bool WildcardCounts => true;
}
