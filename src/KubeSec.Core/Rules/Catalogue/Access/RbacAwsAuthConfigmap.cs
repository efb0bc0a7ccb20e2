using KubeSec.Access;
using KubeSec.Findings;
using KubeSec.Manifests;

namespace KubeSec.Rules.Catalogue.Access;

internal sealed class RbacAwsAuthConfigmap : PermissionRule
{
    public override RuleInfo Info { get; } = new()
    {
        Code = "KS4029",
        Name = "rbac-aws-auth-configmap",
        Title = "Role can write the aws-auth ConfigMap",
        Severity = Severity.Critical,
        Category = RuleCategory.Access,
        Why = "On EKS this ConfigMap maps cloud identities to cluster users and groups.",
        Attack = "Map one's own cloud role to system:masters.",
        Remedy = "Move to access entries, and remove writes on ConfigMaps of kube-system.",
        WhenToWaive = "Cluster provisioning pipelines.",
        Frameworks = [new("nsa", "rbac"), new("cis", "5.1.3"), new("owasp", "K02"), new("attack", "T1098")],
    };

    protected override string Grant => "map cloud identities to cluster users (aws-auth)";

    protected override bool Grants(PolicyRule rule, Resource role) =>
        rule.AllowsAny(["create", "update", "patch"], "", "configmaps")
        && (rule.ResourceNames.Contains("aws-auth", StringComparer.Ordinal)
            || (rule.ResourceNames.Count == 0 && role.Kind == "Role" && role.EffectiveNamespace == "kube-system"));
}
