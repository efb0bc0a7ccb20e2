using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Nodes;
using KubeSec.Core.Tests.Images.Registries;
using KubeSec.Core.Tests.Signatures;
using KubeSec.Core.Tests.Signatures.Discovery;
using KubeSec.Images.Registries;

namespace KubeSec.Cli.Tests;

/// <summary><c>kubesec verify</c> as a process, with a registry on loopback and signatures minted for the test.</summary>
public sealed class VerifyImageTests : IAsyncLifetime
{
    private readonly string folder = Directory.CreateTempSubdirectory("kubesec-verify-image").FullName;
    private readonly MintedNotary notary = new("ES256", TimeProvider.System.GetUtcNow());
    private TestRegistry registry = null!;
    private string image = "";

    public async Task InitializeAsync()
    {
        registry = await TestRegistry.StartAsync();
        image = $"{registry.Domain}/acme/shop:v1";
        Directory.CreateDirectory(Path.Combine(folder, "truststore", "x509", "ca", "acme"));
        File.WriteAllBytes(Path.Combine(folder, "truststore", "x509", "ca", "acme", "root.crt"), notary.Root);
        File.WriteAllText(Path.Combine(folder, "trustpolicy.json"), new JsonObject
        {
            ["version"] = "1.0",
            ["trustPolicies"] = new JsonArray(new JsonObject
            {
                ["name"] = "acme",
                ["registryScopes"] = new JsonArray($"{registry.Domain}/acme/shop"),
                ["signatureVerification"] = new JsonObject { ["level"] = "strict" },
                ["trustStores"] = new JsonArray("ca:acme"),
                ["trustedIdentities"] = new JsonArray("x509.subject: C=US, ST=WA, O=acme"),
            }),
        }.ToJsonString());
        File.WriteAllText(Path.Combine(folder, "kubesec.yaml"), $$"""
            signatures:
              - trustPolicy: trustpolicy.json
                revocation: {}
            registries: {plainHttp: ["{{registry.Domain}}"]}
            """);
        Directory.CreateDirectory(Path.Combine(folder, "deploy"));
        File.WriteAllText(Path.Combine(folder, "deploy", "pod.yaml"), $$"""
            apiVersion: v1
            kind: Pod
            metadata: {name: a}
            spec:
              containers:
              - name: a
                image: {{image}}
            """);
    }

    public async Task DisposeAsync()
    {
        await registry.DisposeAsync();
        Directory.Delete(folder, recursive: true);
    }

    [Fact]
    public async Task Trust_policy_document_of_notation_decides_on_the_command_line()
    {
        OciDescriptor put = registry.PutImage("acme/shop", "v1");
        (int unsigned, string said) = await KubesecProcess.RunAsync(folder, "verify", image);
        Assert.True(unsigned == 1 && said.Contains("image-unsigned", StringComparison.Ordinal), said);
        notary.Attach(registry, "acme/shop", put);
        (int signed, string output) = await KubesecProcess.RunAsync(folder, "verify", image);
        Assert.True(signed == 0 && output.Contains("statement 'acme'", StringComparison.Ordinal), output);
        (int explained, string demands) = await KubesecProcess.RunAsync(folder, "verify", "--explain", image);
        Assert.True(explained == 0 && demands.Contains(MintedNotary.FingerprintOf(notary.Root), StringComparison.Ordinal), demands);
    }

    [Fact]
    public async Task What_nobody_signed_gives_no_orders_to_a_terminal_or_build_agent()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        File.WriteAllText(Path.Combine(folder, "signer.pub"), key.ExportSubjectPublicKeyInfoPem());
        File.WriteAllText(Path.Combine(folder, "sbom.yaml"), $$"""
            signatures:
              - images: ["**"]
                signers: [{key: signer.pub}]
                attestations:
                  - sbom: {}
            registries: {plainHttp: ["{{registry.Domain}}"]}
            """);
        OciDescriptor put = registry.PutImage("acme/shop", "v1");
        OciDescriptor layer = registry.PutBlob("{}"u8.ToArray(), "application/x\u001b[2J\n##vso[task.setvariable variable=a]b");
        registry.PutManifest("acme/shop", TestSigner.Tag(put.Digest, ".sbom"), registry.Manifest("application/vnd.oci.image.config.v1+json", layer));
        (int exitCode, string output) = await KubesecProcess.RunAsync(folder, "verify", "--policy", "sbom.yaml", image);
        Assert.True(exitCode == 1 && output.Contains("unsigned  application/x\\u001b[2J\\u000a##vso", StringComparison.Ordinal), output);
        Assert.DoesNotContain('\u001b', output);
        Assert.DoesNotContain(output.Split('\n'), line => line.StartsWith('#'));
    }

    [Fact]
    public async Task Json_tells_of_each_candidate_what_held_and_what_did_not()
    {
        OciDescriptor put = registry.PutImage("acme/shop", "v1");
        new MintedNotary("ES256", notary.At).Attach(registry, "acme/shop", put);
        (int exitCode, string output) = await KubesecProcess.RunAsync(folder, "verify", image, "--format", "json");
        using JsonDocument json = JsonDocument.Parse(output);
        JsonElement signature = json.RootElement.GetProperty("images")[0].GetProperty("policies")[0].GetProperty("signatures")[0];
        Assert.Equal((1, "certificate-untrusted"), (exitCode, signature.GetProperty("refusal").GetProperty("code").GetString()));
        Assert.Equal(["form", "signature"], signature.GetProperty("held").EnumerateArray().Select(check => check.GetString()));
    }

    [Theory]
    [InlineData("console", "7:12")]
    [InlineData("json", "\"line\": 7")]
    [InlineData("sarif", "\"startLine\": 7")]
    public async Task Manifests_are_judged_at_the_line_that_names_the_image(string format, string place)
    {
        registry.PutImage("acme/shop", "v1");
        (int exitCode, string output) = await KubesecProcess.RunAsync(folder, "verify", "--manifests", "deploy", "--format", format);
        Assert.True(exitCode == 1 && output.Contains("KS2101", StringComparison.Ordinal) && output.Contains(place, StringComparison.Ordinal), output);
    }

    [Fact]
    public async Task Registry_that_fails_leaves_the_image_undecided()
    {
        OciDescriptor put = registry.PutImage("acme/shop", "v1");
        notary.Attach(registry, "acme/shop", put);
        registry.Misbehave = context =>
        {
            bool referrers = context.Request.Path.Value!.Contains("/referrers/", StringComparison.Ordinal);
            context.Response.StatusCode = referrers ? 401 : context.Response.StatusCode;
            return Task.FromResult(referrers);
        };
        (int exitCode, string output) = await KubesecProcess.RunAsync(folder, "verify", image);
        Assert.True(exitCode == 3 && output.Contains("registry-unauthorized", StringComparison.Ordinal), output);
    }

    [Fact]
    public async Task Registry_is_reached_through_the_proxy_of_the_environment()
    {
        OciDescriptor put = registry.PutImage("acme/shop", "v1");
        notary.Attach(registry, "acme/shop", put);
        File.WriteAllText(Path.Combine(folder, "kubesec.yaml"), $$"""
            signatures: [{images: ['**'], signers: [{notation: {roots: ['{{MintedNotary.FingerprintOf(notary.Root)}}'], identities: ['*'] } } ] } ]
            registries: {plainHttp: [registry.acme.example]}
            """);
        (int exitCode, string output) = await KubesecProcess.RunAsync(
            folder, new Dictionary<string, string?> { ["http_proxy"] = $"http://{registry.Domain}", ["no_proxy"] = null, ["NO_PROXY"] = null }, "verify", "registry.acme.example/acme/shop:v1");
        Assert.True(exitCode == 0 && output.Contains("pass  registry.acme.example/acme/shop:v1", StringComparison.Ordinal), output);
        Assert.NotEmpty(registry.Requests);
    }

    [Fact]
    public async Task A_registry_behind_a_proxy_cannot_name_a_private_address_for_its_tokens()
    {
        File.WriteAllText(Path.Combine(folder, "kubesec.yaml"), $$"""
            signatures: [{images: ['**'], signers: [{notation: {roots: ['{{MintedNotary.FingerprintOf(notary.Root)}}'], identities: ['*'] } } ] } ]
            registries: {plainHttp: [registry.acme.example]}
            """);
        registry.Misbehave = context =>
        {
            context.Response.StatusCode = 401;
            context.Response.Headers.WWWAuthenticate = "Bearer realm=\"http://169.254.169.254/token\",service=\"test\"";
            return Task.FromResult(true);
        };
        (int exitCode, string output) = await KubesecProcess.RunAsync(
            folder, new Dictionary<string, string?> { ["http_proxy"] = $"http://{registry.Domain}", ["no_proxy"] = null, ["NO_PROXY"] = null }, "verify", "registry.acme.example/acme/shop:v1");
        Assert.True(exitCode == 3 && output.Contains("169.254.169.254", StringComparison.Ordinal), output);
        Assert.DoesNotContain(registry.Requests, request => request.Path.StartsWith("/token", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_signer_named_on_the_command_line_judges_manifests_too()
    {
        TestSigner signer = new();
        OciDescriptor put = registry.PutImage("acme/shop", "v1");
        notary.Attach(registry, "acme/shop", put);
        File.WriteAllText(Path.Combine(folder, "cosign.pub"), PemEncoding.WriteString("PUBLIC KEY", signer.Trusted.Key.SubjectPublicKeyInfo.Span));
        (int byPolicy, string policy) = await KubesecProcess.RunAsync(folder, "verify", "--manifests", "deploy");
        Assert.True(byPolicy == 0, policy);
        string[] byKey = ["verify", "--manifests", "deploy", "--key", "cosign.pub", "--accept-unlogged-unsafe", "--format", "json"];
        (int unsigned, string refused) = await KubesecProcess.RunAsync(folder, byKey);
        Assert.True(unsigned == 1, refused);
        using JsonDocument json = JsonDocument.Parse(refused);
        JsonElement verification = json.RootElement.GetProperty("verifications")[0];
        Assert.Equal(put.Digest.ToString(), verification.GetProperty("digest").GetString());
        Assert.Equal("signers-missing", verification.GetProperty("reason").GetProperty("code").GetString());
        Assert.Equal(
            "format-unsupported",
            verification.GetProperty("policies")[0].GetProperty("signatures")[0].GetProperty("refusal").GetProperty("code").GetString());
        signer.AttachBundle(registry, "acme/shop", put);
        (int signed, string accepted) = await KubesecProcess.RunAsync(folder, byKey);
        Assert.True(signed == 0 && accepted.Contains(put.Digest.ToString(), StringComparison.Ordinal), accepted);
    }

    [Fact]
    public async Task A_policy_that_forbids_the_network_is_kept_without_the_option()
    {
        string policy = Path.Combine(folder, "kubesec.yaml");
        File.WriteAllText(policy, File.ReadAllText(policy).Replace("registries: {", "registries: {offline: true, ", StringComparison.Ordinal));
        (int image, string said) = await KubesecProcess.RunAsync(folder, "verify", this.image);
        Assert.True(image == 3 && said.Contains("offline", StringComparison.Ordinal), said);
        (int manifests, _) = await KubesecProcess.RunAsync(folder, "verify", "--manifests", "deploy");
        Assert.Equal(3, manifests);
        Assert.Empty(registry.Requests);
    }

    [Fact]
    public async Task An_image_of_a_manifest_that_no_policy_is_about_is_not_passed_over()
    {
        File.WriteAllText(Path.Combine(folder, "kubesec.yaml"), "signatures: [{preset: dotnet}]");
        (int exitCode, string output) = await KubesecProcess.RunAsync(folder, "verify", "--manifests", "deploy", "--offline");
        Assert.True(exitCode == 1 && output.Contains("no signature policy is about", StringComparison.Ordinal), output);
    }

    [SkippableFact]
    public async Task Image_on_disk_is_verified_where_there_is_no_network()
    {
        using TestLayout layout = new();
        OciDescriptor put = layout.PutImage("v1");
        byte[] envelope = notary.Cose(payload: payload => payload["targetArtifact"] = new JsonObject { ["mediaType"] = put.MediaType, ["digest"] = put.Digest.ToString(), ["size"] = put.Size });
        layout.Put(envelope, "application/cose");
        layout.PutManifest(notary.SignatureManifest(put, envelope));
        (int exitCode, string output) = await KubesecProcess.RunWithoutNetworkAsync(folder, "verify", image, "--layout", layout.Folder, "--offline");
        Assert.True(exitCode == 0 && output.Contains("pass", StringComparison.Ordinal), output);
    }
}
