using System.Text;
using System.Text.Json.Nodes;
using KubeSec.Core.Tests.Images.Registries;
using KubeSec.Images;
using KubeSec.Images.Registries;
using KubeSec.Signatures;

namespace KubeSec.Core.Tests.Signatures.Discovery;

/// <summary>What stands beside an image and nobody vouches for: read, told, and never evidence.</summary>
public sealed class UnsignedDiscoveryTests : IAsyncLifetime
{
    private const string Provenance = "https://slsa.dev/provenance/v1";

    private readonly TestSigner signer = new();
    private TestRegistry registry = null!;

    public async Task InitializeAsync() => registry = await TestRegistry.StartAsync();

    public async Task DisposeAsync() => await registry.DisposeAsync();

    [Fact]
    public async Task Provenance_of_BuildKit_is_told_and_does_not_count()
    {
        OciDescriptor platform = registry.PutImage("acme/shop", null) with { Platform = new() { Os = "linux", Architecture = "amd64" } };
        byte[] statement = Encoding.UTF8.GetBytes(new JsonObject
        {
            ["_type"] = "https://in-toto.io/Statement/v0.1",
            ["predicateType"] = Provenance,
            ["subject"] = new JsonArray(new JsonObject { ["name"] = "shop", ["digest"] = new JsonObject { ["sha256"] = platform.Digest.Hex } }),
            ["predicate"] = new JsonObject { ["runDetails"] = new JsonObject { ["builder"] = new JsonObject { ["id"] = "https://builder.example" } } },
        }.ToJsonString());
        OciDescriptor layer = registry.PutBlob(statement, "application/vnd.in-toto+json");
        OciDescriptor attestation = registry.PutManifest("acme/shop", null, registry.Manifest("application/vnd.oci.image.config.v1+json", layer));
        OciDescriptor index = registry.PutManifest("acme/shop", "v1", TestRegistry.Index(platform, attestation with { Platform = new() { Os = "unknown", Architecture = "unknown" } }));
        signer.AttachBundle(registry, "acme/shop", index);

        ImageVerdict verdict = await VerifyAsync(new PredicatePolicy(Provenance, []));
        Assert.Equal((ImageOutcome.Fail, ImageReasonCodes.AttestationMissing), (verdict.Outcome, verdict.Reason?.Reason));
        Assert.Equal((Provenance, "https://builder.example"), (Assert.Single(verdict.Unsigned).PredicateType, verdict.Unsigned[0].Builder));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Attached_bill_of_materials_is_told_and_does_not_count_signed_or_not(bool signed)
    {
        OciDescriptor image = registry.PutImage("acme/shop", "v1");
        signer.AttachBundle(registry, "acme/shop", image);
        OciDescriptor layer = registry.PutBlob("""{"bomFormat":"CycloneDX"}"""u8.ToArray(), "application/vnd.cyclonedx+json");
        OciDescriptor attachment = registry.PutManifest("acme/shop", TestSigner.Tag(image.Digest, ".sbom"), registry.Manifest("application/vnd.oci.image.config.v1+json", layer));
        if (signed)
        {
            registry.PutManifest("acme/shop", TestSigner.Tag(attachment.Digest, ".sig"), registry.Manifest("application/vnd.oci.image.config.v1+json", signer.SimpleSigningLayer(registry, attachment.Digest)));
        }

        ImageVerdict verdict = await VerifyAsync(new SbomPolicy());
        Assert.Equal(ImageReasonCodes.AttestationMissing, verdict.Reason?.Reason);
        Assert.Equal("https://cyclonedx.org/bom", Assert.Single(verdict.Unsigned).PredicateType);
    }

    [Fact]
    public async Task Nothing_unsigned_is_looked_for_where_no_statement_is_asked_for()
    {
        OciDescriptor image = registry.PutImage("acme/shop", "v1");
        signer.AttachBundle(registry, "acme/shop", image);
        Assert.Equal(ImageOutcome.Pass, (await VerifyAsync()).Outcome);
        Assert.DoesNotContain(registry.Requests, request => request.Path.Contains(".sbom", StringComparison.Ordinal));
    }

    private async Task<ImageVerdict> VerifyAsync(params AttestationPolicy[] attestations)
    {
        using ImageVerifier verifier = new(new ImageVerifierOptions
        {
            Policies = [new SignaturePolicy { Images = [ImageGlob.Parse("**")], Signers = [signer.Trusted], Attestations = attestations }],
            Registries = new() { DockerConfig = "", Retries = 0, PlainHttp = [registry.Domain] },
        });
        return await verifier.VerifyAsync($"{registry.Domain}/acme/shop:v1");
    }
}
