using KubeSec.Findings;
using KubeSec.Gate;

namespace KubeSec.Core.Tests.Gate;

public sealed class IgnoreCommentGateTests : IDisposable
{
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("kubesec-comments-");

    public void Dispose() => folder.Delete(recursive: true);

    [Fact]
    public async Task A_comment_with_a_reason_suppresses_the_finding_of_its_line()
    {
        GateResult result = await Judge("  hostPID: true # kubesec:ignore host-pid until 2999-01-01 reads the node's counters");
        Finding finding = Assert.Single(result.Findings, finding => finding.Rule.Name == "host-pid");
        Assert.Equal(new Suppression(SuppressionKind.Comment, "reads the node's counters"), finding.Suppression);
    }

    [Theory]
    [InlineData("  hostPID: true # kubesec:ignore host-pid", "waiver-invalid")]
    [InlineData("  hostPID: true # kubesec:ignore host-pid until 2001-01-01 once", "waiver-expired")]
    [InlineData("  hostPID: true # kubesec:ignore host-pif why", "waiver-invalid")]
    public async Task A_comment_that_does_not_count_is_said_and_the_finding_stays(string line, string remark)
    {
        GateResult result = await Judge(line);
        Assert.Null(Assert.Single(result.Findings, finding => finding.Rule.Name == "host-pid").Suppression);
        Assert.Contains(result.Findings, finding => finding.Rule.Name == remark && finding.Span.Line == 5);
    }

    private Task<GateResult> Judge(string line)
    {
        File.WriteAllText(Path.Combine(folder.FullName, "pod.yaml"), "apiVersion: v1\nkind: Pod\nmetadata: {name: web}\nspec:\n" + line + "\n  containers: [{name: web, image: web}]\n");
        return new SecurityGate(new GateOptions { Paths = ["pod.yaml"], WorkingDirectory = folder.FullName, Checks = GateChecks.Manifests }).JudgeAsync();
    }
}
