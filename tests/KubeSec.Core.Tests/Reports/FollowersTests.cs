using KubeSec.Gate;
using KubeSec.Reports;

namespace KubeSec.Core.Tests.Reports;

/// <summary>A role that may do everything to everything may also do each of thirty things that have a rule of their own.</summary>
public sealed class FollowersTests
{
    private static readonly GateResult Wildcard = Judge("");

    [Theory]
    [InlineData(ReportFormat.Console)]
    [InlineData(ReportFormat.Markdown)]
    public void People_are_told_of_the_wildcard_and_how_many_findings_come_with_it(ReportFormat format)
    {
        string report = Write(format, Wildcard);
        Assert.Contains("KS4002", report, StringComparison.Ordinal);
        Assert.Contains($"and with it {Wildcard.Findings.Count(finding => finding.Cause is { Leads: false })} more", report, StringComparison.Ordinal);
        Assert.DoesNotContain("KS4013", report, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(ReportFormat.Json)]
    [InlineData(ReportFormat.Sarif)]
    [InlineData(ReportFormat.JUnit)]
    [InlineData(ReportFormat.GitLab)]
    [InlineData(ReportFormat.Html)]
    public void Programs_and_the_page_are_told_each_of_them(ReportFormat format) =>
        Assert.Contains("KS4013", Write(format, Wildcard), StringComparison.Ordinal);

    [Fact]
    public void Whoever_asks_for_everything_on_the_console_is_told_each_of_them() =>
        Assert.Contains("KS4013", Write(ReportFormat.Console, Wildcard, new ReportOptions { Detail = ReportDetail.Full }), StringComparison.Ordinal);

    [Theory]
    [InlineData("failOn: info")]
    [InlineData("rules: {rbac-pod-exec: critical}")]
    [InlineData("rules: {rbac-wildcard-verb-and-resource: off}")]
    [InlineData("waivers: [{rule: rbac-wildcard-verb-and-resource, reason: a drill, owner: ann, expires: 2099-01-01}]")]
    public void What_closes_the_gate_itself_or_has_no_graver_finding_to_follow_is_told(string policy) =>
        Assert.Contains("KS4013", Write(ReportFormat.Console, Judge(policy)), StringComparison.Ordinal);

    private static GateResult Judge(string policy)
    {
        DirectoryInfo folder = Directory.CreateTempSubdirectory("kubesec-followers");
        try
        {
            string file = Path.Combine(folder.FullName, "kubesec.yaml");
            File.WriteAllText(file, policy);
            File.WriteAllText(
                Path.Combine(folder.FullName, "role.yaml"),
                "apiVersion: rbac.authorization.k8s.io/v1\nkind: ClusterRole\nmetadata: {name: all}\nrules: [{apiGroups: ['*'], resources: ['*'], verbs: ['*']}]\n"
                + "---\napiVersion: rbac.authorization.k8s.io/v1\nkind: ClusterRoleBinding\nmetadata: {name: all}\n"
                + "roleRef: {apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: all}\nsubjects: [{kind: ServiceAccount, name: backup, namespace: shop}]\n");
            var options = new GateOptions { Paths = ["role.yaml"], WorkingDirectory = folder.FullName, PolicyFile = file, Checks = GateChecks.Manifests };
            return new SecurityGate(options).JudgeAsync().GetAwaiter().GetResult();
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static string Write(ReportFormat format, GateResult result, ReportOptions? options = null)
    {
        var output = new StringWriter();
        ReportWriter.Write(format, result, output, options);
        return output.ToString();
    }
}
