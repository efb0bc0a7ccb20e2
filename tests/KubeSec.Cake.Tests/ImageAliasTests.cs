using System.Security.Cryptography;
using KubeSec.Tests;

namespace KubeSec.Cake.Tests;

public sealed class ImageAliasTests(CakeScript cake) : IClassFixture<CakeScript>
{
    [SkippableFact]
    public void Without_a_signature_policy_nothing_is_verified_and_the_task_fails()
    {
        ProcessRun run = cake.Run("Task(\"Default\").Does(() => KubeSecVerifyImages(new[] { \"ghcr.io/acme/web:1\" }));\nRunTarget(\"Default\");\n");
        Assert.NotEqual(0, run.ExitCode);
        Assert.Contains("no signature policy is given", run.Text, StringComparison.Ordinal);
    }

    [SkippableFact]
    public void An_image_that_cannot_be_asked_about_fails_the_task_and_is_named()
    {
        using ECDsa key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        cake.Manifest("keys/cosign.pub", key.ExportSubjectPublicKeyInfoPem());
        cake.Manifest("signed.yaml", "signatures:\n- images: [ghcr.io/acme/**]\n  signers:\n  - key: keys/cosign.pub\n");
        ProcessRun run = cake.Run(
            """
            Task("Default").Does(() => KubeSecVerifyImages(
                new[] { "ghcr.io/acme/web:1" }, new KubeSecVerifyImagesSettings { PolicyFile = "./signed.yaml", Offline = true }));
            RunTarget("Default");
            """);
        Assert.NotEqual(0, run.ExitCode);
        Assert.Contains("not verified: ghcr.io/acme/web:1", run.Text, StringComparison.Ordinal);
    }
}
