using System.Text.Json.Nodes;
using KubeSec.Core.Tests.Images.Registries;
using KubeSec.Images;
using KubeSec.Images.Registries;
using KubeSec.Signatures;

namespace KubeSec.Core.Tests.Signatures.Discovery;

/// <summary>Every place where a signature can live, and every way in which looking there can fail.</summary>
public sealed class SignatureDiscoveryTests : IAsyncLifetime
{
    private readonly TestSigner signer = new();
    private TestRegistry registry = null!;
    private OciDescriptor image = null!;

    public async Task InitializeAsync()
    {
        registry = await TestRegistry.StartAsync();
        image = registry.PutImage("acme/shop", "v1");
    }

    public async Task DisposeAsync() => await registry.DisposeAsync();

    [Fact]
    public async Task A_bundle_is_found_through_the_referrers_API() =>
        await PassesAfter(() => signer.AttachBundle(registry, "acme/shop", image));

    [Theory]
    [InlineData(TestSigner.BundleType)]
    [InlineData("application/vnd.oci.empty.v1+json")]
    [InlineData(null)]
    public async Task A_bundle_is_found_through_the_fallback_tag_whatever_the_index_calls_it(string? artifactType)
    {
        registry.HasReferrersApi = false;
        OciDescriptor referrer = signer.AttachBundle(registry, "acme/shop", image) with { ArtifactType = artifactType };
        await PassesAfter(() => registry.PutManifest("acme/shop", TestSigner.Tag(image.Digest, ""), TestRegistry.Index(referrer)));
    }

    [Fact]
    public async Task A_signature_is_found_under_cosigns_tag() => await PassesAfter(() =>
        registry.PutManifest("acme/shop", TestSigner.Tag(image.Digest, ".sig"), Older(signer.SimpleSigningLayer(registry, image.Digest))));

    [Fact]
    public async Task A_signature_of_the_older_experimental_form_is_found()
    {
        JsonObject manifest = registry.Manifest(SignatureMediaTypes.ExperimentalSignature, signer.SimpleSigningLayer(registry, image.Digest));
        manifest["subject"] = TestRegistry.Json(image);
        await PassesAfter(() => registry.PutManifest("acme/shop", null, manifest));
    }

    [Fact]
    public async Task A_separate_repository_is_looked_in_instead_of_the_images_own()
    {
        signer.AttachBundle(registry, "acme/shop", image);
        SignaturePolicy elsewhere = Policy() with { SignatureRepository = ImageReference.Parse(registry.Domain + "/acme/signatures") };
        Assert.Equal(ImageReasonCodes.ImageUnsigned, (await VerifyAsync(elsewhere)).Reason?.Reason);
        signer.AttachBundle(registry, "acme/signatures", image);
        Assert.Equal(ImageOutcome.Pass, (await VerifyAsync(elsewhere)).Outcome);
    }

    [Theory]
    [InlineData("/referrers/", 401)]
    [InlineData("/referrers/", 403)]
    [InlineData("/referrers/", 500)]
    [InlineData("/referrers/", 400)]
    [InlineData(".sig", 500)]
    [InlineData(".sig", 401)]
    [InlineData("/blobs/", 404)]
    [InlineData("/blobs/", 502)]
    public async Task An_error_while_looking_is_undecided_although_a_signature_stands_elsewhere(string path, int status)
    {
        signer.AttachBundle(registry, "acme/shop", image);
        registry.PutManifest("acme/shop", TestSigner.Tag(image.Digest, ".sig"), Older(signer.SimpleSigningLayer(registry, image.Digest)));
        registry.Misbehave = async context =>
            context.Request.Path.Value!.Contains(path, StringComparison.Ordinal) && await RegistryClientTests.Answer(status, "", "text/plain")(context);
        ImageVerdict verdict = await VerifyAsync(Policy());
        Assert.Equal(ImageOutcome.Undecided, verdict.Outcome);
        Assert.NotEmpty(verdict.Policies[0].NotLookedAt);
    }

    [Fact]
    public async Task A_fallback_tag_that_cannot_be_read_is_undecided()
    {
        registry.HasReferrersApi = false;
        registry.PutManifest("acme/shop", TestSigner.Tag(image.Digest, ".sig"), Older(signer.SimpleSigningLayer(registry, image.Digest)));
        registry.Misbehave = async context =>
            context.Request.Path.Value!.EndsWith(image.Digest.Hex, StringComparison.Ordinal)
            && context.Request.Path.Value.Contains("sha256-", StringComparison.Ordinal)
            && await RegistryClientTests.Answer(503, "", "text/plain")(context);
        Assert.Equal(ImageReasonCodes.RegistryRefused, (await VerifyAsync(Policy())).Reason?.Reason);
    }

    [Fact]
    public async Task Only_the_places_a_policy_names_are_asked()
    {
        registry.PutManifest("acme/shop", TestSigner.Tag(image.Digest, ".sig"), Older(signer.SimpleSigningLayer(registry, image.Digest)));
        registry.Misbehave = async context =>
            context.Request.Path.Value!.Contains("/referrers/", StringComparison.Ordinal) && await RegistryClientTests.Answer(500, "", "text/plain")(context);
        Assert.Equal(ImageOutcome.Pass, (await VerifyAsync(Policy() with { Places = [SignaturePlace.Tags] })).Outcome);
    }

    [Fact]
    public async Task A_referrer_of_another_image_is_not_one_of_this()
    {
        OciDescriptor other = registry.PutImage("acme/shop", "v2", "other");
        OciDescriptor referrer = signer.AttachBundle(registry, "acme/shop", other, signer.Bundle(image.Digest));
        registry.HasReferrersApi = false;
        registry.PutManifest("acme/shop", TestSigner.Tag(image.Digest, ""), TestRegistry.Index(referrer));
        Assert.Equal(ImageReasonCodes.ImageUnsigned, (await VerifyAsync(Policy())).Reason?.Reason);
    }

    [Theory]
    [InlineData(100, ImageOutcome.Pass, null)]
    [InlineData(101, ImageOutcome.Undecided, ImageReasonCodes.LimitExceeded)]
    public async Task More_signatures_than_100_leave_the_image_undecided(int count, ImageOutcome outcome, string? reason)
    {
        TestSigner stranger = new();
        OciDescriptor[] layers =
        [
            .. Enumerable.Range(1, count - 1).Select(_ => stranger.SimpleSigningLayer(registry, image.Digest)),
            signer.SimpleSigningLayer(registry, image.Digest),
        ];
        registry.PutManifest("acme/shop", TestSigner.Tag(image.Digest, ".sig"), Older(layers));
        ImageVerdict verdict = await VerifyAsync(Policy());
        Assert.Equal((outcome, reason), (verdict.Outcome, verdict.Reason?.Reason));
        Assert.Equal(100, verdict.Policies[0].Signatures.Count);
    }

    [Fact]
    public async Task A_registry_that_always_fails_is_not_asked_on()
    {
        OciDescriptor[] missing =
        [
            .. Enumerable.Range(0, 500).Select(number => new OciDescriptor
            {
                MediaType = "application/vnd.dev.cosign.simplesigning.v1+json", Digest = Digest.Sha256Of(BitConverter.GetBytes(number)), Size = 4,
            }),
        ];
        registry.PutManifest("acme/shop", TestSigner.Tag(image.Digest, ".sig"), Older(missing));
        ImageVerdict verdict = await VerifyAsync(Policy());
        Assert.Equal(ImageOutcome.Undecided, verdict.Outcome);
        Assert.InRange(registry.Requests.Count, 10, 20);
    }

    [Fact]
    public async Task More_bytes_than_are_kept_in_memory_leave_the_image_undecided()
    {
        OciDescriptor layer = signer.SimpleSigningLayer(registry, image.Digest);
        registry.PutManifest("acme/shop", TestSigner.Tag(image.Digest, ".sig"), Older([.. Enumerable.Repeat(layer with { Size = 31 << 20 }, 5)]));
        Assert.Equal(ImageOutcome.Undecided, (await VerifyAsync(Policy())).Outcome);
        Assert.Equal(4, registry.Requests.Count(request => request.Path.Contains("/blobs/", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task A_place_that_does_not_answer_is_undecided()
    {
        registry.PutManifest("acme/shop", TestSigner.Tag(image.Digest, ".sig"), Older(signer.SimpleSigningLayer(registry, image.Digest)));
        registry.Misbehave = async context =>
        {
            if (context.Request.Path.Value!.Contains("/referrers/", StringComparison.Ordinal))
            {
                await Task.Delay(Timeout.Infinite, context.RequestAborted).ContinueWith(_ => { }, TaskScheduler.Default);
            }

            return false;
        };
        using ImageVerifier verifier = new(new ImageVerifierOptions
        {
            Policies = [Policy()],
            Registries = new() { DockerConfig = "", Retries = 0, PlainHttp = [registry.Domain], Timeout = TimeSpan.FromSeconds(2) },
        });
        ImageVerdict verdict = await verifier.VerifyAsync($"{registry.Domain}/acme/shop:v1");
        Assert.Equal((ImageOutcome.Undecided, ImageReasonCodes.RegistryTimedOut), (verdict.Outcome, verdict.Reason?.Reason));
    }

    [Fact]
    public async Task A_signature_that_was_changed_on_the_way_is_undecided_and_not_missing()
    {
        signer.AttachBundle(registry, "acme/shop", image);
        registry.Misbehave = async context =>
            context.Request.Path.Value!.Contains("/blobs/", StringComparison.Ordinal) && await RegistryClientTests.Answer(200, "{}", "text/plain")(context);
        Assert.Equal(ImageReasonCodes.RegistryContentWrong, (await VerifyAsync(Policy())).Reason?.Reason);
    }

    private async Task PassesAfter(Action attach)
    {
        Assert.Equal(ImageReasonCodes.ImageUnsigned, (await VerifyAsync(Policy())).Reason?.Reason);
        attach();
        ImageVerdict verdict = await VerifyAsync(Policy());
        Assert.True(verdict.Outcome == ImageOutcome.Pass, verdict.Reason?.ToString());
        Assert.Equal(image.Digest, verdict.Digest);
    }

    private JsonObject Older(params OciDescriptor[] layers) => registry.Manifest("application/vnd.oci.image.config.v1+json", layers);

    private SignaturePolicy Policy() => new() { Images = [ImageGlob.Parse("**")], Signers = [signer.Trusted] };

    private async Task<ImageVerdict> VerifyAsync(SignaturePolicy policy)
    {
        using ImageVerifier verifier = new(new ImageVerifierOptions
        {
            Policies = [policy],
            Registries = new() { DockerConfig = "", Retries = 0, PlainHttp = [registry.Domain] },
        });
        return await verifier.VerifyAsync($"{registry.Domain}/acme/shop:v1");
    }
}
