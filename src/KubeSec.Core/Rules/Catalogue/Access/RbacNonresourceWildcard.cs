using KubeSec.Access;
using KubeSec.Findings;
using KubeSec.Manifests;

namespace KubeSec.Rules.Catalogue.Access;

internal sealed class RbacNonresourceWildcard : PermissionRule
{
    public override RuleInfo Info { get; } = new()
    {
        Code = "KS4040",
        Name = "rbac-nonresource-wildcard",
        Title = "Role reaches every non-resource URL",
        Severity = Severity.Medium,
        Category = RuleCategory.Access,
        Why = "Metrics, logs and debug endpoints of the API server tell much about every tenant.",
        Attack = "Read /metrics and /logs to find names and tokens.",
        Remedy = "Name the endpoints that are needed, such as /metrics.",
        WhenToWaive = "Cluster-wide diagnostics roles.",
        Frameworks = [new("nsa", "rbac"), new("cis", "5.1.3"), new("owasp", "K02"), new("attack", "T1082")],
    };

    protected override string Grant => "read every non-resource URL of the API server";

    protected override bool Grants(PolicyRule rule, Resource role) =>
        rule.NonResourceUrls.Contains("*", StringComparer.Ordinal) || rule.NonResourceUrls.Contains("/*", StringComparer.Ordinal);

    protected override Field PlaceOf(PolicyRule rule) => rule.Field["nonResourceURLs"];
}
