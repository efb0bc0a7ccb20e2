using System.Text;
using KubeSec.Gate;

namespace KubeSec.Core.Tests.Gate;

public sealed class PolicyFixerTests
{
    private const string Manifest = "# ours\r\napiVersion: v1\r\nkind: Pod\r\nmetadata: {name: api, namespace: shop}\r\nspec:\r\n  hostNetwork: true # why?\r\n  containers:\r\n    - name: api\r\n      image: \"ghcr.io/acme/api:1.0\"\r\n      securityContext: {privileged: true}\r\n";

    [Fact]
    public async Task Mended_files_lint_clean_of_what_was_mended_and_a_second_run_changes_nothing()
    {
        string folder = Directory.CreateTempSubdirectory("kubesec-fix").FullName;
        string file = Path.Combine(folder, "pod.yaml");
        await File.WriteAllBytesAsync(file, [.. Encoding.UTF8.Preamble, .. Encoding.UTF8.GetBytes(Manifest)]);
        var fixer = new PolicyFixer(new GateOptions { Paths = ["pod.yaml"], WorkingDirectory = folder, Policy = new GatePolicy() });

        FixResult first = await fixer.FixAsync();
        foreach (KubeSec.Rules.FixedFile mended in first.Files)
        {
            Assert.NotEmpty(mended.Diff());
            fixer.Write(mended);
        }

        byte[] bytes = await File.ReadAllBytesAsync(file);
        Assert.True(bytes.AsSpan().StartsWith(Encoding.UTF8.Preamble));
        Assert.StartsWith("# ours\r\n", Encoding.UTF8.GetString(bytes.AsSpan(3)), StringComparison.Ordinal);
        Assert.Empty((await fixer.FixAsync()).Files);
    }
}
