using KubeSec.Findings;

namespace KubeSec.Core.Tests.Network;

public sealed class LintTests
{
    private const string Web = "{matchLabels: {app: web}}";

    [Theory]
    [InlineData("{podSelector: " + Web + "}", "KS3101")]
    [InlineData("{podSelector: " + Web + ", policyTypes: [Egress], egress: [{}]}", "KS3017")]
    [InlineData("{podSelector: " + Web + ", policyTypes: [Egress], egress: [{to: [{ipBlock: {cidr: 0.0.0.0/0}}]}]}", "KS3106")]
    [InlineData("{podSelector: " + Web + ", policyTypes: [Egress], egress: [{to: [{ipBlock: {cidr: 0.0.0.0/0}}]}]}", "KS3105")]
    [InlineData("{podSelector: " + Web + ", policyTypes: [Egress], egress: [{ports: [{port: 443}]}]}", "KS3018")]
    [InlineData("{podSelector: {matchLabels: {app: wbe}}}", "KS3102")]
    [InlineData("{podSelector: " + Web + ", ingress: [{from: [{podSelector: {matchLabels: {app: gone}}}]}]}", "KS3103")]
    [InlineData("{podSelector: " + Web + ", ingress: [{ports: [{port: 80, endPort: 90}]}, {from: [{podSelector: {}}], ports: [{port: 85}]}]}", "KS3021")]
    [InlineData("{podSelector: " + Web + ", ingress: [{ports: [{port: metrics}]}]}", "KS3015")]
    [InlineData("{podSelector: " + Web + ", policyTypes: [Ingress], egress: [{}]}", "KS3014")]
    public void A_weak_policy_is_found(string spec, string code)
    {
        Assert.Contains(Cluster.Lint(Cluster.Deployment("a", "web"), Cluster.Policy("a", "p", spec)), finding => finding.Rule.Code == code);
    }

    [Fact]
    public void A_tight_policy_is_left_alone() => Assert.Empty(Cluster.Lint(
        Cluster.Deployment("a", "web"),
        Cluster.Deployment("a", "db"),
        Cluster.Policy("a", "web", "{podSelector: " + Web + """
            , policyTypes: [Ingress, Egress], egress: [
            {to: [{podSelector: {matchLabels: {app: db}}}], ports: [{port: 8080}]},
            {to: [{namespaceSelector: {matchLabels: {kubernetes.io/metadata.name: kube-system}}, podSelector: {matchLabels: {k8s-app: kube-dns}}}],
             ports: [{port: 53}, {port: 53, protocol: UDP}]}]}
            """),
        Cluster.Policy("a", "db", "{podSelector: {matchLabels: {app: db}}, policyTypes: [Ingress, Egress], ingress: [{from: [{podSelector: " + Web + "}], ports: [{port: http}]}]}")));

    [Fact]
    public void A_public_workload_on_the_way_to_secrets_is_found_with_the_way()
    {
        IReadOnlyList<Finding> findings = Cluster.Lint(
            Cluster.Deployment("a", "web"),
            Cluster.Deployment("a", "vault", pod: "volumes: [{name: v, secret: {secretName: s}}]"),
            "---\napiVersion: v1\nkind: Service\nmetadata: {name: web, namespace: a}\nspec: {type: NodePort, selector: {app: web}, ports: [{port: 80, targetPort: 8080}]}");
        Assert.Contains(findings, finding => finding.Rule.Code == "KS3107" && finding.Resource!.Name == "web");
        Assert.Contains("a/web[Deployment] → a/vault[Deployment]", Assert.Single(findings, finding => finding.Rule.Code == "KS3023").Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_metadata_address_that_a_block_names_is_reported_at_the_block_alone()
    {
        IReadOnlyList<Finding> findings = Cluster.Lint(
            Cluster.Deployment("a", "web"), Cluster.Policy("a", "p", "{podSelector: {}, policyTypes: [Egress], egress: [{to: [{ipBlock: {cidr: 169.254.0.0/16}}]}]}"));
        Assert.Equal(["KS3106"], findings.Select(finding => finding.Rule.Code).Where(code => code is "KS3106" or "KS3017"));
    }

    [Fact]
    public void One_direction_is_reported_once_for_a_namespace_or_at_the_workloads_that_differ()
    {
        string[] workloads = [Cluster.Deployment("a", "web"), Cluster.Deployment("a", "db")];
        Assert.Equal(["KS3101"], OneDirection([.. workloads, Cluster.Policy("a", "p", "{podSelector: {}}")]));
        Assert.Equal(["KS3016"], OneDirection([.. workloads, Cluster.Policy("a", "p", "{podSelector: {}}"), Cluster.Policy("a", "q", "{podSelector: " + Web + ", policyTypes: [Egress]}")]));

        static IEnumerable<string> OneDirection(string[] documents) => Cluster.Lint(documents).Select(finding => finding.Rule.Code).Where(code => code is "KS3101" or "KS3016");
    }

    [Fact]
    public void Policies_of_one_priority_are_found()
    {
        const string Text = "---\napiVersion: policy.networking.k8s.io/v1alpha1\nkind: AdminNetworkPolicy\nmetadata: {name: NAME}\nspec: {priority: 5, subject: {namespaces: {}}}";
        Assert.Contains(
            Cluster.Lint(Text.Replace("NAME", "a", StringComparison.Ordinal), Text.Replace("NAME", "b", StringComparison.Ordinal)),
            finding => finding.Rule.Code == "KS3012" && finding.Path == "spec.priority");
    }
}
