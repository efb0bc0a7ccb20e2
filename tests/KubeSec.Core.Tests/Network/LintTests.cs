using KubeSec.Findings;
using KubeSec.Network;

namespace KubeSec.Core.Tests.Network;

public sealed class LintTests
{
    private const string Web = "{matchLabels: {app: web}}";

    [Fact]
    public void Every_code_is_in_the_room_and_used_once()
    {
        Assert.All(NetworkAnalyzer.Rules, rule => Assert.StartsWith("KS30", rule.Code, StringComparison.Ordinal));
        Assert.Equal(NetworkAnalyzer.Rules.Count, NetworkAnalyzer.Rules.Select(rule => rule.Code).Concat(NetworkAnalyzer.Rules.Select(rule => rule.Name)).Distinct().Count() / 2);
    }

    [Theory]
    [InlineData("{podSelector: " + Web + "}", "KS3016")]
    [InlineData("{podSelector: " + Web + ", policyTypes: [Egress], egress: [{to: [{ipBlock: {cidr: 0.0.0.0/0}}]}]}", "KS3017")]
    [InlineData("{podSelector: " + Web + ", policyTypes: [Egress], egress: [{to: [{ipBlock: {cidr: 0.0.0.0/0}}]}]}", "KS3027")]
    [InlineData("{podSelector: " + Web + ", policyTypes: [Egress], egress: [{ports: [{port: 443}]}]}", "KS3018")]
    [InlineData("{podSelector: {matchLabels: {app: wbe}}}", "KS3019")]
    [InlineData("{podSelector: " + Web + ", ingress: [{from: [{podSelector: {matchLabels: {app: gone}}}]}]}", "KS3020")]
    [InlineData("{podSelector: " + Web + ", ingress: [{ports: [{port: 80, endPort: 90}]}, {from: [{podSelector: {}}], ports: [{port: 85}]}]}", "KS3021")]
    [InlineData("{podSelector: " + Web + ", ingress: [{ports: [{port: metrics}]}]}", "KS3015")]
    [InlineData("{podSelector: " + Web + ", policyTypes: [Ingress], egress: [{}]}", "KS3014")]
    public void A_weak_policy_is_found(string spec, string code)
    {
        NetworkAnalyzer analyzer = Cluster.Of(Cluster.Deployment("a", "web"), Cluster.Policy("a", "p", spec));
        Assert.Contains(analyzer.Lint(), finding => finding.Rule.Code == code);
    }

    [Fact]
    public void A_tight_policy_is_left_alone() => Assert.Empty(Cluster.Of(
        Cluster.Deployment("a", "web"),
        Cluster.Deployment("a", "db"),
        Cluster.Policy("a", "web", "{podSelector: " + Web + """
            , policyTypes: [Ingress, Egress], egress: [
            {to: [{podSelector: {matchLabels: {app: db}}}], ports: [{port: 8080}]},
            {to: [{namespaceSelector: {matchLabels: {kubernetes.io/metadata.name: kube-system}}, podSelector: {matchLabels: {k8s-app: kube-dns}}}],
             ports: [{port: 53}, {port: 53, protocol: UDP}]}]}
            """),
        Cluster.Policy("a", "db", "{podSelector: {matchLabels: {app: db}}, policyTypes: [Ingress, Egress], ingress: [{from: [{podSelector: " + Web + "}], ports: [{port: http}]}]}")).Lint());

    [Fact]
    public void A_public_workload_on_the_way_to_secrets_is_found_with_the_way()
    {
        IReadOnlyList<Finding> findings = Cluster.Of(
            Cluster.Deployment("a", "web"),
            Cluster.Deployment("a", "vault", pod: "volumes: [{name: v, secret: {secretName: s}}]"),
            "---\napiVersion: v1\nkind: Service\nmetadata: {name: web, namespace: a}\nspec: {type: NodePort, selector: {app: web}, ports: [{port: 80, targetPort: 8080}]}").Lint();
        Assert.Contains(findings, finding => finding.Rule.Code == "KS3022" && finding.Resource!.Name == "web");
        Assert.Contains("a/web[Deployment] → a/vault[Deployment]", Assert.Single(findings, finding => finding.Rule.Code == "KS3023").Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Policies_of_one_priority_are_found()
    {
        const string Text = "---\napiVersion: policy.networking.k8s.io/v1alpha1\nkind: AdminNetworkPolicy\nmetadata: {name: NAME}\nspec: {priority: 5, subject: {namespaces: {}}}";
        Assert.Contains(
            Cluster.Of(Text.Replace("NAME", "a", StringComparison.Ordinal), Text.Replace("NAME", "b", StringComparison.Ordinal)).Lint(),
            finding => finding.Rule.Code == "KS3012" && finding.Path == "spec.priority");
    }
}
