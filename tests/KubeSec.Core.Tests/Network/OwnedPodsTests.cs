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

    private static string Pod(string name, string labels) =>
        $"---\napiVersion: v1\nkind: Pod\nmetadata: {{name: {name}, namespace: a, labels: {{{labels}}}, ownerReferences: [{{kind: StatefulSet, name: web, controller: true}}]}}\nspec: {{containers: [{{name: c, image: x}}]}}";
}
