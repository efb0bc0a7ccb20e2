using KubeSec.Core.Tests.Images.Registries;
using KubeSec.Core.Tests.Signatures.Discovery;
using KubeSec.Images;
using KubeSec.Images.Registries;
using KubeSec.Signatures;

namespace KubeSec.Core.Tests.Signatures;

/// <summary>The answer about images: policies together, platforms, layouts, parallel work, and what is remembered.</summary>
public sealed class ImageVerifierTests : IAsyncLifetime
{
    private readonly TestSigner signer = new();
    private readonly TestSigner other = new();
    private TestRegistry registry = null!;

    public async Task InitializeAsync() => registry = await TestRegistry.StartAsync();

    public async Task DisposeAsync() => await registry.DisposeAsync();

    [Fact]
    public async Task Every_policy_about_an_image_must_hold_and_a_warning_does_not_fail_it()
    {
        OciDescriptor image = registry.PutImage("acme/shop", "v1");
        signer.AttachBundle(registry, "acme/shop", image);
        Assert.Equal(ImageOutcome.Pass, (await VerifyAsync(Policy(signer))).Outcome);
        Assert.Equal(ImageOutcome.Fail, (await VerifyAsync(Policy(signer), Policy(other))).Outcome);
        ImageVerdict warned = await VerifyAsync(Policy(signer), Policy(other) with { Mode = SignaturePolicyMode.Warn });
        Assert.Equal(ImageOutcome.Pass, warned.Outcome);
        Assert.Equal(ImageReasonCodes.SignersMissing, Assert.Single(warned.Warnings).Reason);
    }

    [Fact]
    public async Task Two_signatures_by_one_key_are_one_signer()
    {
        OciDescriptor image = registry.PutImage("acme/shop", "v1");
        signer.AttachBundle(registry, "acme/shop", image);
        signer.AttachBundle(registry, "acme/shop", image, signer.Bundle(image.Digest, annotation: "again"));
        SignaturePolicy two = Policy(signer, other) with { Quorum = SignerQuorum.AtLeast(2) };
        Assert.Equal(ImageReasonCodes.SignersMissing, (await VerifyAsync(two)).Reason?.Reason);
        other.AttachBundle(registry, "acme/shop", image);
        Assert.Equal(ImageOutcome.Pass, (await VerifyAsync(two)).Outcome);
    }

    [Fact]
    public async Task Each_candidate_says_what_held_and_what_did_not()
    {
        OciDescriptor image = registry.PutImage("acme/shop", "v1");
        other.AttachBundle(registry, "acme/shop", image);
        signer.AttachBundle(registry, "acme/shop", image, signer.Bundle(Digest.Sha256Of("another image"u8)));
        signer.AttachBundle(registry, "acme/shop", image, "{}"u8.ToArray());
        signer.AttachBundle(registry, "acme/shop", image, signer.Bundle(image.Digest, "https://slsa.dev/provenance/v1"));
        ImageVerdict verdict = await VerifyAsync(Policy(signer));
        Assert.Equal(ImageReasonCodes.SignersMissing, verdict.Reason?.Reason);
        Assert.Equal(
            [ReasonCodes.BundleMalformed, ImageReasonCodes.NotAnImageSignature, ReasonCodes.SignatureInvalid, ReasonCodes.StatementSubjectMismatch],
            verdict.Policies[0].Signatures.Select(signature => signature.Refusal!.Reason).Order(StringComparer.Ordinal));
        Assert.Contains(verdict.Policies[0].Signatures, signature => signature.Held.Contains(VerificationCheck.Signature));
    }

    [Fact]
    public async Task A_payload_of_another_type_is_no_signature_of_an_image()
    {
        OciDescriptor image = registry.PutImage("acme/shop", "v1");
        registry.PutManifest("acme/shop", TestSigner.Tag(image.Digest, ".sig"),
            registry.Manifest("application/vnd.oci.image.config.v1+json", signer.SimpleSigningLayer(registry, image.Digest, "atomic container signature")));
        Assert.Equal(ReasonCodes.PayloadTypeMismatch, Assert.Single((await VerifyAsync(Policy(signer))).Policies[0].Signatures).Refusal?.Reason);
    }

    [Fact]
    public async Task Each_platform_is_reported_and_an_unsigned_one_fails_the_index()
    {
        OciDescriptor amd = registry.PutImage("acme/shop", null, "amd") with { Platform = new() { Os = "linux", Architecture = "amd64" } };
        OciDescriptor arm = registry.PutImage("acme/shop", null, "arm") with { Platform = new() { Os = "linux", Architecture = "arm64", Variant = "v8" } };
        OciDescriptor provenance = registry.PutImage("acme/shop", null, "buildkit") with { Platform = new() { Os = "unknown", Architecture = "unknown" } };
        OciDescriptor index = registry.PutManifest("acme/shop", "v1", TestRegistry.Index(amd, arm, provenance));
        signer.AttachBundle(registry, "acme/shop", index);
        signer.AttachBundle(registry, "acme/shop", amd);
        Assert.Equal(ImageOutcome.Pass, (await VerifyAsync(Policy(signer))).Outcome);
        ImageVerdict verdict = await VerifyAsync(Policy(signer) with { EachPlatform = true });
        Assert.Equal(ImageReasonCodes.PlatformRefused, verdict.Reason?.Reason);
        Assert.Equal([("linux/amd64", ImageOutcome.Pass), ("linux/arm64/v8", ImageOutcome.Fail)], verdict.Platforms.Select(child => (child.Platform!, child.Outcome)));
        signer.AttachBundle(registry, "acme/shop", arm);
        Assert.Equal(ImageOutcome.Pass, (await VerifyAsync(Policy(signer) with { EachPlatform = true })).Outcome);
    }

    [Fact]
    public async Task Images_of_an_index_in_an_index_are_asked_too()
    {
        OciDescriptor amd = registry.PutImage("acme/shop", null, "amd") with { Platform = new() { Os = "linux", Architecture = "amd64" } };
        OciDescriptor inner = registry.PutManifest("acme/shop", null, TestRegistry.Index(amd));
        OciDescriptor index = registry.PutManifest("acme/shop", "v1", TestRegistry.Index(inner));
        signer.AttachBundle(registry, "acme/shop", index);
        signer.AttachBundle(registry, "acme/shop", inner);
        ImageVerdict verdict = await VerifyAsync(Policy(signer) with { EachPlatform = true });
        Assert.Equal((ImageOutcome.Fail, ImageReasonCodes.PlatformRefused), Short(verdict));
        Assert.Equal((ImageOutcome.Fail, "linux/amd64"), (verdict.Platforms[0].Platforms[0].Outcome, verdict.Platforms[0].Platforms[0].Platform));
        signer.AttachBundle(registry, "acme/shop", amd);
        Assert.Equal(ImageOutcome.Pass, (await VerifyAsync(Policy(signer) with { EachPlatform = true })).Outcome);
    }

    [Fact]
    public async Task More_images_than_are_looked_at_leave_an_index_undecided()
    {
        OciDescriptor[] images = [.. Enumerable.Range(0, 129).Select(number => registry.PutImage("acme/shop", null, $"{number}"))];
        foreach (OciDescriptor image in images.Append(registry.PutManifest("acme/shop", "v1", TestRegistry.Index(images))))
        {
            signer.AttachBundle(registry, "acme/shop", image);
        }

        Assert.Equal((ImageOutcome.Undecided, ImageReasonCodes.LimitExceeded), Short(await VerifyAsync(Policy(signer) with { EachPlatform = true })));
    }

    [Theory]
    [InlineData("2026-11-02T00:00:00Z", ImageOutcome.Fail)]
    [InlineData("2026-10-31T00:00:00Z", ImageOutcome.Pass)]
    public async Task Of_several_scans_the_latest_decides(string time, ImageOutcome outcome)
    {
        const string Type = "https://cosign.sigstore.dev/attestation/vuln/v1";
        static string Scan(string time, string severity) =>
            $$$"""{"scanner":{"result":{"matches":[{"vulnerability":{"id":"CVE-1","severity":"{{{severity}}}"}}]}},"metadata":{"scanFinishedOn":"{{{time}}}"}}""";
        OciDescriptor image = registry.PutImage("acme/shop", "v1");
        signer.AttachBundle(registry, "acme/shop", image, signer.Bundle(image.Digest, Type, predicate: Scan("2026-11-01T00:00:00Z", "Low")));
        signer.AttachBundle(registry, "acme/shop", image, signer.Bundle(image.Digest, Type, predicate: Scan(time, "Critical")));
        SignaturePolicy policy = Policy(signer) with { RequireSignature = false, Attestations = [new VulnerabilityPolicy { MaxAge = TimeSpan.FromDays(36500) }] };
        Assert.Equal(outcome, (await VerifyAsync(policy)).Outcome);
    }

    [Fact]
    public async Task What_cannot_be_found_out_is_undecided_and_what_is_not_there_fails()
    {
        Assert.Equal((ImageOutcome.Fail, ImageReasonCodes.ImageMissing), Short(await VerifyAsync(Policy(signer))));
        using ImageVerifier verifier = NewVerifier(Options(Policy(signer)));
        Assert.Equal((ImageOutcome.Fail, ImageReasonCodes.ReferenceInvalid), Short(await verifier.VerifyAsync("Not An Image")));
        registry.Misbehave = RegistryClientTests.Answer(500, "", "text/plain");
        Assert.Equal((ImageOutcome.Undecided, ImageReasonCodes.RegistryRefused), Short(await verifier.VerifyAsync(registry.Domain + "/acme/shop:v1")));
        SignaturePolicy foreign = Policy(signer) with { Images = [ImageGlob.Parse("ghcr.io/**")] };
        Assert.Equal((ImageOutcome.Fail, ImageReasonCodes.PolicyMissing), Short(await VerifyAsync(foreign)));
        using ImageVerifier allowing = NewVerifier(Options(foreign) with { AllowImagesWithoutPolicy = true });
        Assert.Equal(ImageOutcome.Pass, (await allowing.VerifyAsync(registry.Domain + "/acme/shop:v1")).Outcome);
    }

    [Fact]
    public async Task An_image_is_judged_once_and_an_undecided_one_again()
    {
        OciDescriptor image = registry.PutImage("acme/shop", "v1");
        signer.AttachBundle(registry, "acme/shop", image);
        using ImageVerifier verifier = NewVerifier(Options(Policy(signer)));
        string pinned = registry.Image("acme/shop", image.Digest).ToString();
        registry.Misbehave = RegistryClientTests.Answer(503, "", "text/plain");
        Assert.Equal(ImageOutcome.Undecided, (await verifier.VerifyAsync(pinned)).Outcome);
        registry.Misbehave = _ => Task.FromResult(false);
        Assert.Equal(ImageOutcome.Pass, (await verifier.VerifyAsync(pinned)).Outcome);
        int asked = registry.Requests.Count;
        Assert.Equal(ImageOutcome.Pass, (await verifier.VerifyAsync(pinned)).Outcome);
        Assert.Equal(asked, registry.Requests.Count);
    }

    [Fact]
    public async Task Many_images_are_judged_side_by_side_in_their_order()
    {
        string[] images = [.. Enumerable.Range(0, 40).Select(number =>
        {
            OciDescriptor image = registry.PutImage("acme/shop", $"v{number}", $"content {number}");
            if (number % 2 == 0)
            {
                signer.AttachBundle(registry, "acme/shop", image);
            }

            return $"{registry.Domain}/acme/shop:v{number}";
        })];
        using ImageVerifier verifier = NewVerifier(Options(Policy(signer)));
        IReadOnlyList<ImageVerdict> verdicts = await verifier.VerifyAllAsync([.. images, images[0]]);
        Assert.Equal([.. images, images[0]], verdicts.Select(verdict => verdict.Image));
        Assert.All(verdicts.Take(40).Index(), entry => Assert.Equal(entry.Index % 2 == 0 ? ImageOutcome.Pass : ImageOutcome.Fail, entry.Item.Outcome));
    }

    [Fact]
    public async Task A_mirror_serves_images_that_policies_know_by_their_own_name()
    {
        OciDescriptor image = registry.PutImage("mirror/acme/shop", "v1");
        signer.AttachBundle(registry, "mirror/acme/shop", image);
        ImageVerifierOptions options = Options(Policy(signer) with { Images = [ImageGlob.Parse("ghcr.io/acme/**")] });
        using ImageVerifier verifier = NewVerifier(options with
        {
            Registries = options.Registries with { Mirrors = [new("ghcr.io/acme", registry.Domain + "/mirror/acme")] },
        });
        Assert.Equal(ImageOutcome.Pass, (await verifier.VerifyAsync("ghcr.io/acme/shop:v1")).Outcome);
        ImageVerdict byMirror = await verifier.VerifyAsync(registry.Domain + "/mirror/acme/shop:v1");
        Assert.Equal((ImageOutcome.Pass, "ghcr.io/acme/shop"), (byMirror.Outcome, byMirror.Reference?.Repository));
    }

    [Fact]
    public async Task A_layout_on_disk_is_judged_without_a_network()
    {
        using TestLayout layout = new();
        OciDescriptor image = layout.PutImage("v1");
        using ImageVerifier verifier = NewVerifier(Options(Policy(signer)) with { Registries = new() { Offline = true } });
        ImageReference name = ImageReference.Parse("ghcr.io/acme/shop:v1");
        Assert.Equal(ImageReasonCodes.ImageUnsigned, (await verifier.VerifyLayoutAsync(layout.Folder, name)).Reason?.Reason);
        OciDescriptor bundle = layout.Put(signer.Bundle(image.Digest), TestSigner.BundleType);
        var manifest = TestLayout.Manifest(layout.Put("{}"u8.ToArray(), MediaTypes.OciEmpty), bundle);
        manifest["subject"] = TestRegistry.Json(image);
        layout.PutManifest(manifest);
        Assert.Equal(ImageOutcome.Pass, (await verifier.VerifyLayoutAsync(layout.Folder, name)).Outcome);
        Assert.Equal(ImageOutcome.Pass, (await verifier.VerifyLayoutAsync(layout.Folder, name.WithDigest(image.Digest))).Outcome);
        Assert.Equal(ImageReasonCodes.ImageMissing, (await verifier.VerifyLayoutAsync(layout.Folder, name.WithTag("v2"))).Reason?.Reason);
        File.WriteAllText(Path.Combine(layout.Folder, "blobs", "sha256", bundle.Digest.Hex), "{}");
        Assert.Equal((ImageOutcome.Undecided, ImageReasonCodes.RegistryContentWrong), Short(await verifier.VerifyLayoutAsync(layout.Folder, name)));
        File.Delete(Path.Combine(layout.Folder, "blobs", "sha256", bundle.Digest.Hex));
        Assert.Equal((ImageOutcome.Undecided, ImageReasonCodes.RegistryContentWrong), Short(await verifier.VerifyLayoutAsync(layout.Folder, name)));
        Assert.Equal((ImageOutcome.Undecided, ImageReasonCodes.RegistryUnreachable), Short(await verifier.VerifyLayoutAsync("no-such-folder", name)));
    }

    [SkippableTheory]
    [InlineData("index.json", false)]
    [InlineData("index.json", true)]
    [InlineData("the image's manifest", false)]
    [InlineData("the image's manifest", true)]
    public async Task A_layout_that_leads_to_a_pipe_or_a_device_is_undecided_and_waited_for_by_nobody(string part, bool pipe)
    {
        Skip.If(OperatingSystem.IsWindows(), "Windows has no pipes and devices in folders");
        using TestLayout layout = new();
        OciDescriptor image = layout.PutImage("v1");
        string file = Path.Combine(layout.Folder, part == "index.json" ? part : Path.Combine("blobs", "sha256", image.Digest.Hex));
        File.Delete(file);
        if (pipe)
        {
            await KubeSec.Tests.RealProcess.RunAsync("mkfifo", file);
        }
        else
        {
            File.CreateSymbolicLink(file, "/dev/zero");
        }

        using ImageVerifier verifier = NewVerifier(Options(Policy(signer)) with { Registries = new() { Offline = true } });
        ImageReference name = ImageReference.Parse("ghcr.io/acme/shop:v1");
        Assert.Equal((ImageOutcome.Undecided, ImageReasonCodes.RegistryContentWrong), Short(await verifier.VerifyLayoutAsync(layout.Folder, name)));
    }

    [Fact]
    public async Task Offline_no_socket_is_opened_and_nothing_passes()
    {
        ImageVerifierOptions options = Options(Policy(signer)) with { Registries = new() { Offline = true } };
        using ImageVerifier verifier = new(options, TimeProvider.System, new NoNetwork());
        foreach (string image in new[] { "ghcr.io/acme/shop:v1", "nginx", "docker-daemon:nginx" })
        {
            Assert.Equal((ImageOutcome.Undecided, ImageReasonCodes.Offline), Short(await verifier.VerifyAsync(image)));
        }
    }

    private static (ImageOutcome Outcome, string? Reason) Short(ImageVerdict verdict) => (verdict.Outcome, verdict.Reason?.Reason);

    private static SignaturePolicy Policy(params TestSigner[] signers) => new() { Images = [ImageGlob.Parse("**")], Signers = [.. signers.Select(signer => signer.Trusted)] };

    private ImageVerifierOptions Options(params SignaturePolicy[] policies) => new()
    {
        Policies = policies,
        Registries = new() { DockerConfig = "", Retries = 0, PlainHttp = [registry.Domain] },
    };

    private static ImageVerifier NewVerifier(ImageVerifierOptions options) => new(options);

    private async Task<ImageVerdict> VerifyAsync(params SignaturePolicy[] policies)
    {
        using ImageVerifier verifier = NewVerifier(Options(policies));
        return await verifier.VerifyAsync(registry.Domain + "/acme/shop:v1");
    }

    private sealed class NoNetwork : HttpMessageHandler
    {
        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) =>
            throw new InvalidOperationException("a request was made");
    }
}
