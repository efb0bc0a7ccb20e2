using System.Security.Cryptography;
using System.Text.Json;

namespace KubeSec.Cli.Tests;

/// <summary><c>kubesec verify</c> as a process in a network namespace that has no interface but its own.</summary>
public sealed class VerifyCommandTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("kubesec-verify").FullName;

    public VerifyCommandTests()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        File.WriteAllText(Path.Combine(folder, "key.pub"), key.ExportSubjectPublicKeyInfoPem());
        File.WriteAllText(Path.Combine(folder, "pod.yaml"), "apiVersion: v1\nkind: Pod\nmetadata: {name: a}\nspec: {containers: [{name: a, image: nginx}]}\n");
        File.WriteAllText(Path.Combine(folder, "signed.yaml"), "signatures: [{images: ['**'], signers: [{key: key.pub}]}]\n");
    }

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [SkippableTheory]
    [InlineData(3, "verify nginx --key key.pub --offline")]
    [InlineData(3, "verify docker-daemon:nginx --key key.pub --offline")]
    [InlineData(3, "verify nginx --policy signed.yaml --offline")]
    [InlineData(3, "verify --manifests pod.yaml --policy signed.yaml --offline")]
    [InlineData(3, "verify nginx --key key.pub")]
    [InlineData(3, "verify nginx --key key.pub --layout none")]
    [InlineData(1, "verify Not/An/Image --key key.pub --offline")]
    [InlineData(2, "verify")]
    [InlineData(2, "verify nginx --manifests pod.yaml")]
    [InlineData(2, "verify nginx --key none.pub")]
    [InlineData(2, "verify nginx --key key.pub --certificate-identity a")]
    [InlineData(2, "verify nginx --certificate-identity a")]
    [InlineData(2, "verify nginx")]
    [InlineData(2, "verify --manifests pod.yaml")]
    public async Task Without_a_network_nothing_passes_and_each_outcome_has_its_exit_code(int exitCode, string arguments)
    {
        (int answer, string output) = await RunAsync(arguments);
        Assert.True(exitCode == answer, $"{arguments} answered {answer}\n{output}");
        Assert.DoesNotContain("   at KubeSec", output, StringComparison.Ordinal);
    }

    [SkippableFact]
    public async Task Json_and_SARIF_are_written_on_failure_too()
    {
        using JsonDocument json = JsonDocument.Parse((await RunAsync("verify nginx --key key.pub --offline --format json")).Output);
        JsonElement image = json.RootElement.GetProperty("images")[0];
        Assert.Equal(("undecided", "offline"), (image.GetProperty("outcome").GetString(), image.GetProperty("reason").GetProperty("code").GetString()));
        using JsonDocument sarif = JsonDocument.Parse((await RunAsync("verify Not/An/Image --key key.pub --offline --format sarif")).Output);
        Assert.Equal("KS2101", sarif.RootElement.GetProperty("runs")[0].GetProperty("results")[0].GetProperty("ruleId").GetString());
    }

    private Task<(int ExitCode, string Output)> RunAsync(string arguments) => KubesecProcess.RunWithoutNetworkAsync(folder, arguments.Split(' '));
}
