using System.Diagnostics;
using System.Text;
using KubeSec.Signatures;
using KubeSec.Tests;

namespace KubeSec.Core.Tests.Signatures;

/// <summary>A key on a token: SoftHSM's, made by OpenSC-compatible commands in a folder of the test's own.</summary>
public sealed class Pkcs11Tests
{
    private const string Library = "/usr/lib/softhsm/libsofthsm2.so";

    [SkippableTheory]
    [InlineData("EC")]
    [InlineData("RSA")]
    public async Task Key_on_a_token_signs_and_stays_there(string kind)
    {
        string tool = RealParts.Program("softhsm2-util");
        RealParts.SkipUnless(File.Exists(Library), $"{Library} is not installed");
        string folder = Directory.CreateTempSubdirectory("kubesec-softhsm").FullName;
        try
        {
            string configuration = Path.Combine(folder, "softhsm2.conf");
            File.WriteAllText(configuration, $"directories.tokendir = {folder}\nobjectstore.backend = file\n");

            // The token's library reads this variable when it is loaded, in this process.
            Environment.SetEnvironmentVariable("SOFTHSM2_CONF", configuration);
            SetNativeVariable("SOFTHSM2_CONF", configuration);
            Run(tool, "--init-token", "--free", "--label", "kubesec", "--pin", "1234", "--so-pin", "5678");
            string pem = Path.Combine(folder, "key.pem");
            Run(RealParts.Program("openssl"), [.. Generate(kind), "-out", pem]);
            Run(tool, "--import", pem, "--token", "kubesec", "--label", "release", "--id", "01", "--pin", "1234");

            var location = new Pkcs11KeyLocation(Library, "kubesec", "release", "1234");
            byte[] message = Encoding.UTF8.GetBytes("signed on a token");
            using (Pkcs11SignatureKey key = Pkcs11SignatureKey.Open(location))
            {
                byte[] signature = await key.SignAsync(message);

                Assert.True(key.PublicKey.Verify(key.PublicKey.Schemes[0], message, signature));
                Assert.Equal(PrivateSignatureKey.FromPem(File.ReadAllText(pem)).PublicKey, key.PublicKey);
            }

            Assert.DoesNotContain("1234", location.ToString(), StringComparison.Ordinal);
            Assert.Throws<SignatureKeyException>(() => Pkcs11SignatureKey.Open(location with { KeyLabel = "absent" }));
            Assert.Throws<SignatureKeyException>(() => Pkcs11SignatureKey.Open(location with { Pin = "0000" }));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static string[] Generate(string kind) => kind == "EC"
        ? ["genpkey", "-algorithm", "EC", "-pkeyopt", "ec_paramgen_curve:P-256"]
        : ["genpkey", "-algorithm", "RSA", "-pkeyopt", "rsa_keygen_bits:2048"];

    private static void Run(string program, params string[] arguments)
    {
        using Process process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        string output = process.StandardOutput.ReadToEnd() + process.StandardError.ReadToEnd();
        process.WaitForExit();
        Assert.True(process.ExitCode == 0, $"{program}: {output}");
    }

    /// <summary>.NET keeps its environment to itself; a native library sees libc's.</summary>
    [System.Runtime.InteropServices.DllImport("libc", EntryPoint = "setenv", CharSet = System.Runtime.InteropServices.CharSet.Ansi)]
    private static extern int SetNativeVariable(string name, string value, int overwrite);

    private static void SetNativeVariable(string name, string value) => Assert.Equal(0, SetNativeVariable(name, value, 1));
}
