using KubeSec.Access;
using KubeSec.Manifests;

namespace KubeSec.Core.Tests.Access;

public sealed class PolicyRuleTests
{
    [Theory]
    [InlineData("pods/exec", "pods/exec", true)]
    [InlineData("*", "pods/exec", true)]
    [InlineData("*/exec", "pods/exec", true)]
    [InlineData("pods/*", "pods/exec", false)]
    [InlineData("pods", "pods/exec", false)]
    [InlineData("*/exec", "pods", false)]
    public void Resources_match_as_on_the_API_server(string granted, string asked, bool allowed)
    {
        PolicyRule rule = Rule($"{{apiGroups: [''], resources: ['{granted}'], verbs: [create]}}");
        Assert.Equal(allowed, rule.Allows("create", "", asked));
    }

    [Fact]
    public void A_verb_in_another_group_grants_nothing() =>
        Assert.False(Rule("{apiGroups: [apps], resources: ['*'], verbs: ['*']}").Allows("get", "", "secrets"));

    [Fact]
    public void An_aggregated_role_holds_the_rules_that_flow_in_and_not_its_own()
    {
        AccessModel model = AccessModel.Build(Read(
            """
            apiVersion: rbac.authorization.k8s.io/v1
            kind: ClusterRole
            metadata: {name: all}
            aggregationRule: {clusterRoleSelectors: [{matchLabels: {into: all}}]}
            rules: [{apiGroups: [''], resources: [pods], verbs: [get]}]
            ---
            apiVersion: rbac.authorization.k8s.io/v1
            kind: ClusterRole
            metadata: {name: part, labels: {into: all}}
            rules: [{apiGroups: [''], resources: [secrets], verbs: [list]}]
            """));
        PolicyRule only = Assert.Single(model.Roles[0].Rules);
        Assert.True(only.Allows("list", "", "secrets"));
    }

    [Fact]
    public void A_binding_names_the_workloads_that_run_as_its_subject()
    {
        AccessModel model = AccessModel.Build(Read(
            """
            apiVersion: rbac.authorization.k8s.io/v1
            kind: RoleBinding
            metadata: {name: b, namespace: shop}
            roleRef: {kind: ClusterRole, name: admin}
            subjects: [{kind: ServiceAccount, name: api}]
            ---
            apiVersion: v1
            kind: Pod
            metadata: {name: api, namespace: shop}
            spec: {serviceAccountName: api, containers: [{name: api, image: x}]}
            ---
            apiVersion: v1
            kind: Pod
            metadata: {name: other, namespace: other}
            spec: {serviceAccountName: api, containers: [{name: api, image: x}]}
            """));
        Workload holder = Assert.Single(model.HoldersOf(Assert.Single(model.Grants)));
        Assert.Equal("shop", holder.Resource.Identity.Namespace);
    }

    private static PolicyRule Rule(string yaml) => new(Read($"apiVersion: v1\nkind: X\nrule: {yaml}")[0].Root["rule"]);

    private static IReadOnlyList<Resource> Read(string yaml) =>
        [.. new ManifestReader().Read("test.yaml", new StringReader(yaml)).SelectMany(document => document.Resources)];
}
