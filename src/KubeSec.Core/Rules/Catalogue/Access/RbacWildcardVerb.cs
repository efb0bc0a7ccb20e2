using KubeSec.Access;
using KubeSec.Findings;
using KubeSec.Manifests;

namespace KubeSec.Rules.Catalogue.Access;

internal sealed class RbacWildcardVerb : PermissionRule
{
    public override RuleInfo Info { get; } = new()
    {
        Code = "KS4003",
        Name = "rbac-wildcard-verb",
        Title = "Role may use every verb",
        Severity = Severity.High,
        Category = RuleCategory.Access,
        Why = "The wildcard holds verbs nobody thinks of: escalate, bind, impersonate, deletecollection, and those a new version brings.",
        Attack = "Use the verb the role was not meant to hold.",
        Remedy = "List the verbs that are needed.",
        WhenToWaive = "Operators that install whatever a package holds, such as a GitOps controller.",
        Frameworks = [new("nsa", "rbac"), new("cis", "5.1.3"), new("owasp", "K02"), new("attack", "T1078")],
    };

    protected override string Grant => "use every verb";

    protected override bool Grants(PolicyRule rule, Resource role) =>
        rule.Verbs.Contains("*") && !rule.Resources.Contains("*") && rule.Resources.Count > 0;

    protected override Field PlaceOf(PolicyRule rule) => rule.Field["verbs"];

    /// <summary>The wildcard is what this rule is about: it counts in full.</summary>
    protected override bool WildcardCounts => true;
}
