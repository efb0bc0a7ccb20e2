using KubeSec.Core.Tests.Images.Registries;
using KubeSec.Images;
using KubeSec.Images.Registries;
using KubeSec.Signatures;
using KubeSec.Tests;

namespace KubeSec.Core.Tests.Signatures;

/// <summary>
/// Images signed by the real cosign 2.5 and 3.1 in Debian's docker-registry: what cosign signs we accept, and what cosign
/// refuses to verify we refuse. cosign runs without a transparency log, which no loopback test can offer it.
/// </summary>
public sealed class RealCosignTests : IDisposable
{
    private static readonly Dictionary<string, string> Environment = new() { ["COSIGN_PASSWORD"] = "test", ["COSIGN_DOCKER_MEDIA_TYPES"] = "0" };

    private readonly TestLayout layout = new();

    public void Dispose() => layout.Dispose();

    [SkippableTheory]
    [InlineData("trixie", "older", "")]
    [InlineData("sid", "older", "--new-bundle-format=false")]
    [InlineData("sid", "bundle", "--new-bundle-format=true")]
    public async Task What_cosign_signs_is_accepted_and_what_it_refuses_is_refused(string suite, string form, string formOption)
    {
        string cosign = RealParts.LaterProgram(suite, "cosign");
        await using RealRegistry registry = await RealRegistry.StartPlainAsync();
        (ImageReference image, ImageReference unsigned) = await PushAsync(registry);
        PublicKey key = await NewKeyAsync(cosign, "signer");
        PublicKey stranger = await NewKeyAsync(cosign, "stranger");
        await SignAsync(cosign, suite, "signer", formOption, image, "env=prod");

        ImageVerdict verdict = await VerifyAsync(Policy(key), image);
        Assert.True(verdict.Outcome == ImageOutcome.Pass, verdict.Reason?.ToString());
        Assert.Equal(form == "older" ? SignatureFormat.SimpleSigning : SignatureFormat.Bundle, Assert.Single(verdict.Policies[0].Signatures).Format);
        Assert.True(await CosignAcceptsAsync(cosign, "signer", image));

        Assert.Equal(ImageReasonCodes.SignersMissing, (await VerifyAsync(Policy(stranger), image)).Reason?.Reason);
        Assert.False(await CosignAcceptsAsync(cosign, "stranger", image));
        Assert.Equal(ImageReasonCodes.ImageUnsigned, (await VerifyAsync(Policy(key), unsigned)).Reason?.Reason);
        Assert.False(await CosignAcceptsAsync(cosign, "signer", unsigned));

        SignaturePolicy annotated = Policy(key) with { Annotations = new Dictionary<string, string> { ["env"] = "prod" } };
        Assert.Equal(ImageOutcome.Pass, (await VerifyAsync(annotated, image)).Outcome);
        SignaturePolicy other = Policy(key) with { Annotations = new Dictionary<string, string> { ["env"] = "test" } };
        Assert.Equal(ImageOutcome.Fail, (await VerifyAsync(other, image)).Outcome);
    }

    [SkippableFact]
    public async Task Signatures_of_both_versions_and_several_signers_are_counted_together()
    {
        string older = RealParts.LaterProgram("trixie", "cosign");
        string newer = RealParts.LaterProgram("sid", "cosign");
        await using RealRegistry registry = await RealRegistry.StartPlainAsync();
        (ImageReference image, _) = await PushAsync(registry);
        PublicKey first = await NewKeyAsync(older, "first");
        PublicKey second = await NewKeyAsync(newer, "second");
        await SignAsync(older, "trixie", "first", "", image, "by=first");
        await SignAsync(newer, "sid", "second", "--new-bundle-format=true", image, "by=second");
        SignaturePolicy both = Policy(first, second) with { Quorum = SignerQuorum.AllOf };
        ImageVerdict verdict = await VerifyAsync(both, image);
        Assert.True(verdict.Outcome == ImageOutcome.Pass, verdict.Reason?.ToString());
        Assert.Equal(2, verdict.Policies[0].Signers.Count);
        Assert.Equal(2, verdict.Policies[0].Signatures.Count);
    }

    [SkippableTheory]
    [InlineData("trixie", "")]
    [InlineData("sid", "--new-bundle-format=true")]
    public async Task An_attestation_is_found_and_is_no_signature(string suite, string formOption)
    {
        string cosign = RealParts.LaterProgram(suite, "cosign");
        await using RealRegistry registry = await RealRegistry.StartPlainAsync();
        (ImageReference image, _) = await PushAsync(registry);
        PublicKey key = await NewKeyAsync(cosign, "signer");
        string predicate = Path.Combine(layout.Folder, "predicate.json");
        await File.WriteAllTextAsync(predicate, """{"buildType":"test"}""");
        string[] arguments = ["attest", "--key", "signer.key", "--predicate", predicate, "--type", "https://example.com/test", .. Options(suite, formOption), image.ToString()];
        await RealProcess.RunAsync(cosign, layout.Folder, Environment, arguments);

        SignaturePolicy attested = Policy(key) with { RequireSignature = false, Attestations = [new PredicatePolicy("https://example.com/test", [])] };
        ImageVerdict verdict = await VerifyAsync(attested, image);
        Assert.True(verdict.Outcome == ImageOutcome.Pass, verdict.Reason?.ToString());
        Assert.Equal(ImageOutcome.Fail, (await VerifyAsync(Policy(key), image)).Outcome);
        SignaturePolicy another = attested with { Attestations = [new PredicatePolicy("https://example.com/other", [])] };
        Assert.Equal(ImageReasonCodes.AttestationMissing, (await VerifyAsync(another, image)).Reason?.Reason);
    }

    [SkippableFact]
    public async Task What_cosign_saves_to_disk_is_judged_without_a_network()
    {
        string cosign = RealParts.LaterProgram("trixie", "cosign");
        await using RealRegistry registry = await RealRegistry.StartPlainAsync();
        (ImageReference image, _) = await PushAsync(registry);
        PublicKey key = await NewKeyAsync(cosign, "signer");
        await SignAsync(cosign, "trixie", "signer", "", image, "env=prod");
        string saved = Path.Combine(layout.Folder, "saved");
        await RealProcess.RunAsync(cosign, layout.Folder, Environment, "save", "--allow-insecure-registry", "--dir", saved, image.ToString());
        using ImageVerifier verifier = new(new ImageVerifierOptions { Policies = [Policy(key)], Registries = new() { Offline = true } });
        ImageVerdict verdict = await verifier.VerifyLayoutAsync(saved, image);
        Assert.True(verdict.Outcome == ImageOutcome.Pass, verdict.Reason?.ToString());
    }

    private async Task<(ImageReference Image, ImageReference Unsigned)> PushAsync(RealRegistry registry)
    {
        OciDescriptor image = layout.PutImage("v1", "signed");
        OciDescriptor unsigned = layout.PutImage("v2", "unsigned");
        await registry.PushAsync(layout, "v1", "demo/app:v1");
        await registry.PushAsync(layout, "v2", "demo/app:v2");
        ImageReference repository = ImageReference.Parse($"{registry.Domain}/demo/app");
        return (repository.WithDigest(image.Digest), repository.WithDigest(unsigned.Digest));
    }

    private async Task<PublicKey> NewKeyAsync(string cosign, string name)
    {
        await RealProcess.RunAsync(cosign, layout.Folder, Environment, "generate-key-pair", "--output-key-prefix", name);
        return PublicKey.FromPem(await File.ReadAllTextAsync(Path.Combine(layout.Folder, name + ".pub")));
    }

    private Task SignAsync(string cosign, string suite, string key, string formOption, ImageReference image, string annotation) => RealProcess.RunAsync(
        cosign, layout.Folder, Environment, ["sign", "--key", key + ".key", "-a", annotation, .. Options(suite, formOption), image.ToString()]);

    /// <summary>Version 3 asks a signing configuration where to log, which is switched off; version 2 does not know the option.</summary>
    private static string[] Options(string suite, string formOption) =>
    [
        "--tlog-upload=false", "--allow-insecure-registry", "--yes", .. suite == "sid" ? new[] { "--use-signing-config=false" } : [], .. formOption.Length > 0 ? new[] { formOption } : [],
    ];

    private async Task<bool> CosignAcceptsAsync(string cosign, string key, ImageReference image)
    {
        try
        {
            await RealProcess.RunAsync(cosign, layout.Folder, Environment, "verify", "--key", key + ".pub", "--insecure-ignore-tlog", "--allow-insecure-registry", image.ToString());
            return true;
        }
        catch (Xunit.Sdk.TrueException)
        {
            return false;
        }
    }

    private static SignaturePolicy Policy(params PublicKey[] keys) => new()
    {
        Images = [ImageGlob.Parse("**")],
        Signers = [.. keys.Select(key => new TrustedKey { Key = key, AcceptUnloggedUnsafe = true })],
    };

    private static async Task<ImageVerdict> VerifyAsync(SignaturePolicy policy, ImageReference image)
    {
        using ImageVerifier verifier = new(new ImageVerifierOptions { Policies = [policy], Registries = new() { DockerConfig = "" } });
        return await verifier.VerifyAsync(image.ToString());
    }
}
