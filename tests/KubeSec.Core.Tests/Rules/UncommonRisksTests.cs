using KubeSec.Rules;

namespace KubeSec.Core.Tests.Rules;

/// <summary>Risks that other linters do not look for, or hardly any: each by the rule that shows it and a word its examples turn on.</summary>
public sealed class UncommonRisksTests
{
    [Theory]
    [InlineData("a read-only mount whose submounts can be written", "KS1051", "readOnly")]
    [InlineData("mounts that reach the node", "KS1052", "mountPropagation")]
    [InlineData("containers that see each other's processes", "KS1053", "shareProcessNamespace")]
    [InlineData("groups taken from the image", "KS1054", "supplementalGroupsPolicy")]
    [InlineData("users of the pod that are users of the node", "KS1007", "hostUsers")]
    [InlineData("the same with privilege", "KS1050", "hostUsers")]
    [InlineData("an AppArmor annotation that a field overrides", "KS1055", "container.apparmor.security.beta.kubernetes.io")]
    [InlineData("a probe sent to another host", "KS1029", "host:")]
    [InlineData("a debugging container left in the manifest", "KS1047", "ephemeral")]
    [InlineData("an image mounted as a volume by tag", "KS2018", "reference:")]
    [InlineData("a device claimed as its administrator", "KS1056", "adminAccess")]
    [InlineData("a pod that passes over the scheduler", "KS1057", "nodeName")]
    [InlineData("a pod that tolerates every taint", "KS1058", "tolerations")]
    [InlineData("a termination message written elsewhere", "KS1059", "terminationMessagePath")]
    [InlineData("environment taken from a file of a volume", "KS5010", "fileKeyRef")]
    [InlineData("a projected token for every audience", "KS4073", "serviceAccountToken")]
    [InlineData("a projected token of long life", "KS4074", "expirationSeconds")]
    [InlineData("a token that never expires", "KS4072", "kubernetes.io/service-account-token")]
    [InlineData("a token mounted against the account's will", "KS4075", "automountServiceAccountToken")]
    [InlineData("a cloud identity on the default account", "KS4076", "eks.amazonaws.com/role-arn")]
    [InlineData("one cloud role for several workloads", "KS4077", "eks.amazonaws.com/role-arn")]
    [InlineData("a pod certificate that others can read", "KS4079", "podCertificate")]
    [InlineData("trust anchors that may be missing", "KS4078", "clusterTrustBundle")]
    [InlineData("the verb escalate", "KS4019", "escalate")]
    [InlineData("the verb bind", "KS4020", "bind")]
    [InlineData("the verb impersonate", "KS4018", "impersonate")]
    [InlineData("tokens of other accounts", "KS4026", "serviceaccounts/token")]
    [InlineData("containers put into running pods", "KS4016", "pods/ephemeralcontainers")]
    [InlineData("the kubelet's interface through nodes", "KS4017", "nodes/")]
    [InlineData("approval of certificates", "KS4025", "certificatesigningrequests")]
    [InlineData("writes to admission policies", "KS4023", "validatingadmissionpolic")]
    [InlineData("writes to admission webhooks", "KS4022", "webhookconfigurations")]
    [InlineData("writes to aggregated APIs", "KS4036", "apiservices")]
    [InlineData("writes to kinds and their conversion", "KS4037", "customresourcedefinitions")]
    [InlineData("writes to namespaces and their labels", "KS4038", "namespaces")]
    [InlineData("writes to nodes", "KS4039", "nodes")]
    [InlineData("volumes made of a node's folders", "KS4027", "persistentvolumes")]
    [InlineData("a writable role that flows into the ones every cluster has", "KS4043", "aggregate-to-view")]
    [InlineData("every subresource", "KS4041", "*/")]
    [InlineData("a pattern that grants nothing", "KS4042", "pods/*")]
    [InlineData("a role for every service account", "KS4063", "system:serviceaccounts")]
    [InlineData("an aggregated API without a verified certificate", "KS4100", "insecureSkipTLSVerify")]
    [InlineData("an admission policy that nothing binds", "KS4101", "ValidatingAdmissionPolicy")]
    [InlineData("an admission policy that only warns", "KS4103", "validationActions")]
    [InlineData("an admission policy that fails open", "KS4102", "failurePolicy")]
    [InlineData("a webhook that fails open", "KS4104", "failurePolicy")]
    [InlineData("a namespace without an enforced standard", "KS4105", "pod-security.kubernetes.io/")]
    [InlineData("a listener for routes of every namespace", "KS3200", "allowedRoutes")]
    [InlineData("a grant of every object to another namespace", "KS3201", "ReferenceGrant")]
    [InlineData("a policy for one direction only", "KS3016", "policyTypes")]
    [InlineData("the cloud's metadata address in reach", "KS3017", "containerPort")]
    [InlineData("a service that is an alias of any host", "KS3205", "externalName")]
    [InlineData("a load balancer open to every address", "KS3206", "loadBalancerSourceRanges")]
    [InlineData("a path from the outside to secrets", "KS3023", "secretName")]
    [InlineData("a workload whose role takes over the cluster", "KS4067", "roleRef")]
    public void A_risk_that_hardly_any_linter_knows_is_a_rule(string risk, string code, string word)
    {
        Rule? rule = RuleCatalogue.All().SingleOrDefault(rule => rule.Info.Code == code);
        Assert.True(rule is not null, $"no rule {code} shows {risk}");
        RuleExamples examples = RuleExamples.Of(rule)!;
        Assert.Contains(word, examples.Failing + examples.Passing, StringComparison.Ordinal);
        Assert.NotEmpty(Manifest.Lint(examples.Failing, CatalogueTests.OptionsOf(examples.Failing), rule));
    }
}
