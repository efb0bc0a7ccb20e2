using KubeSec.Findings;
using KubeSec.Network;

namespace KubeSec.Core.Tests.Network;

/// <summary>Pods as a cluster lists them: many of one owner.</summary>
public sealed class OwnedPodsTests
{
    [Fact]
    public void Labels_nobody_asks_for_do_not_tell_pods_of_one_owner_apart() => Assert.Equal(
        ["a/web[StatefulSet]"],
        Cluster.Of(Pod("web-0", "app: web, index: '0'"), Pod("web-1", "app: web, index: '1'"), Cluster.Policy("a", "p", "{podSelector: {matchLabels: {app: web}}}")).Workloads);

    [Theory]
    [InlineData("{matchExpressions: [{key: index, operator: Exists}]}")]
    [InlineData("{matchExpressions: [{key: index, operator: In, values: ['0', '1']}]}")]
    [InlineData("{matchExpressions: [{key: index, operator: NotIn, values: ['2']}]}")]
    public void A_demand_that_all_of_them_answer_alike_does_not_either(string selector)
    {
        NetworkAnalyzer analyzer = Cluster.Of(Pod("web-0", "index: '0'"), Pod("web-1", "index: '1'"), Cluster.Policy("a", "p", $"{{podSelector: {selector}}}"));
        Assert.Equal(["a/web[StatefulSet]"], analyzer.Workloads);
        Assert.Empty(analyzer.Diagnostics);
    }

    [Fact]
    public void A_pod_that_a_policy_can_tell_from_its_siblings_stands_apart_and_is_reported()
    {
        NetworkAnalyzer analyzer = Cluster.Of(Pod("web-0", "index: '0'"), Pod("web-1", "index: '1'"), Cluster.Policy("a", "p", "{podSelector: {matchLabels: {index: '1'}}}"));
        Assert.Equal(["a/web-1[Pod]", "a/web[StatefulSet]"], analyzer.Workloads);
        Assert.Equal("KS3028", Assert.Single(analyzer.Diagnostics).Rule.Code);
        Assert.Equal(ConnectionVerdict.Denied, analyzer.Explain("a/web", "web-1", 80).Verdict);
        Assert.Equal(ConnectionVerdict.Allowed, analyzer.Explain("web-1", "a/web", 80).Verdict);
    }

    [Theory]
    [InlineData("statefulset.kubernetes.io/pod-name: web-1")]
    [InlineData("apps.kubernetes.io/pod-index: '1'")]
    public void A_pod_of_a_stateful_set_that_a_policy_singles_out_stands_apart(string label)
    {
        NetworkAnalyzer analyzer = Cluster.Of(StatefulSet, Cluster.Deployment("a", "db"), Cluster.Policy("a", "p", $"{{podSelector: {{matchLabels: {{{label}}}}}}}"));
        Assert.Equal(["a/db[Deployment]", "a/web-1[Pod]", "a/web[StatefulSet]"], analyzer.Workloads);
        Assert.Equal(ConnectionVerdict.Denied, analyzer.Explain("db", "a/web-1", 80).Verdict);
        Assert.Equal(ConnectionVerdict.Allowed, analyzer.Explain("db", "a/web-2", 80).Verdict);
        Assert.Empty(analyzer.Diagnostics);
    }

    [Theory]
    [InlineData("{matchExpressions: [{key: apps.kubernetes.io/pod-index, operator: In, values: ['0', '1', '2']}]}")]
    [InlineData("{matchExpressions: [{key: statefulset.kubernetes.io/pod-name, operator: Exists}]}")]
    public void A_demand_that_every_number_meets_leaves_the_set_whole(string selector)
    {
        NetworkAnalyzer analyzer = Cluster.Of(StatefulSet, Cluster.Deployment("a", "db"), Cluster.Policy("a", "p", $"{{podSelector: {selector}}}"));
        Assert.Equal(["a/db[Deployment]", "a/web[StatefulSet]"], analyzer.Workloads);
        Assert.Equal(ConnectionVerdict.Denied, analyzer.Explain("db", "web", 80).Verdict);
    }

    [Fact]
    public void A_workload_answers_to_the_names_of_its_pods()
    {
        NetworkAnalyzer analyzer = Cluster.Of(StatefulSet, Pod("old-x7", "app: old", "kind: ReplicaSet, name: old"));
        Assert.Equal(["a/web[StatefulSet]"], analyzer.Find("web-2"));
        Assert.Equal(["a/web[StatefulSet]"], analyzer.Find("a/web-0"));
        Assert.Equal(["a/old[ReplicaSet]"], analyzer.Find("a/old-x7"));
        Assert.Empty(analyzer.Find("web-3"));
        Assert.Empty(analyzer.Find("b/web-0"));
    }

    [Fact]
    public void What_is_asserted_of_a_workload_is_asserted_of_the_pods_that_stand_apart()
    {
        NetworkAnalyzer analyzer = Cluster.Of(
            StatefulSet, Cluster.Deployment("a", "db"),
            Cluster.Policy("a", "p", "{podSelector: {matchExpressions: [{key: apps.kubernetes.io/pod-index, operator: NotIn, values: ['1']}, {key: app, operator: In, values: [web]}]}, policyTypes: [Egress]}"));
        AssertionResult result = Assert.Single(analyzer.Check([new NetworkAssertion(AssertionKind.Deny, "web", "db") { Span = SourceSpan.StartOf("kubesec.yaml") }]));
        Assert.True(result.IsBroken);
        Assert.StartsWith("a/web-1[Pod] => a/db[Deployment] must be denied", result.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Pods_of_which_a_block_of_addresses_holds_one_alone_stand_apart(bool withOwner)
    {
        string[] pods = [Pod("web-0", "app: web", status: "10.244.0.7"), Pod("web-1", "app: web", status: "10.244.0.8"), Pod("web-2", "app: web", status: "10.244.0.9")];
        const string Policy = "---\napiVersion: policy.networking.k8s.io/v1alpha2\nkind: ClusterNetworkPolicy\nmetadata: {name: p}\nspec: {tier: Admin, priority: 1, subject: {namespaces: {}}, egress: [{action: Accept, to: [{networks: [10.244.0.8/32]}]}, {action: Deny, to: [{networks: [0.0.0.0/0]}]}]}";
        NetworkAnalyzer analyzer = Cluster.Of([Cluster.Deployment("a", "db"), .. pods, .. withOwner ? new[] { StatefulSet } : [], Policy]);
        Assert.Equal(["a/db[Deployment]", "a/web-1[Pod]", "a/web[StatefulSet]"], analyzer.Workloads);
        Assert.Equal(ConnectionVerdict.Allowed, analyzer.Explain("db", "web-1", 80).Verdict);
        Assert.Equal(ConnectionVerdict.Denied, analyzer.Explain("db", "web-2", 80).Verdict);
    }

    [Fact]
    public void A_pod_counts_for_the_deployment_at_the_end_of_its_owners()
    {
        const string ReplicaSet = "---\napiVersion: apps/v1\nkind: ReplicaSet\nmetadata: {name: db-5f, namespace: a, ownerReferences: [{kind: Deployment, name: db}]}\nspec: {template: {metadata: {labels: {app: db}}, spec: {containers: [{name: c, image: x}]}}}";
        NetworkAnalyzer analyzer = Cluster.Of(Pod("db-5f-k2", "app: db", "kind: ReplicaSet, name: db-5f"), ReplicaSet, Cluster.Deployment("a", "db"));
        Assert.Equal(["a/db[Deployment]"], analyzer.Workloads);
        Assert.Equal(["a/db[Deployment]"], analyzer.Find("db-5f-k2"));
    }

    [Fact]
    public void The_pods_of_a_job_carry_its_name()
    {
        NetworkAnalyzer analyzer = Cluster.Of(
            Cluster.Deployment("a", "db"),
            "---\napiVersion: batch/v1\nkind: Job\nmetadata: {name: migrate, namespace: a}\nspec: {template: {spec: {containers: [{name: c, image: x}]}}}",
            Cluster.Policy("a", "p", "{podSelector: {matchLabels: {app: db}}, ingress: [{from: [{podSelector: {matchLabels: {job-name: migrate}}}]}]}"));
        Assert.Equal(ConnectionVerdict.Allowed, analyzer.Explain("migrate", "db", 5432).Verdict);
    }

    [Fact]
    public void An_owner_without_a_kind_is_an_owner_all_the_same() =>
        Assert.Equal(["a/web[Pod]"], Cluster.Of(Pod("web-0", "app: web", "name: web"), Pod("web-1", "app: web", "name: web")).Workloads);

    [Fact]
    public void A_pod_that_names_itself_as_its_owner_is_not_lost() =>
        Assert.Equal(["a/web[Pod]"], Cluster.Of(Pod("web", "app: web", "name: web")).Workloads);

    private const string StatefulSet = "---\napiVersion: apps/v1\nkind: StatefulSet\nmetadata: {name: web, namespace: a}\nspec: {replicas: 3, selector: {matchLabels: {app: web}}, template: {metadata: {labels: {app: web}}, spec: {containers: [{name: c, image: x}]}}}";

    private static string Pod(string name, string labels, string owner = "kind: StatefulSet, name: web", string status = "") =>
        $"---\napiVersion: v1\nkind: Pod\nmetadata: {{name: {name}, namespace: a, labels: {{{labels}}}, ownerReferences: [{{{owner}, controller: true}}]}}\nspec: {{containers: [{{name: c, image: x}}]}}\nstatus: {{podIP: '{status}'}}";
}
