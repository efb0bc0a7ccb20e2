using System.Text;
using System.Text.Json.Nodes;
using KubeSec.Core.Tests.Images.Registries;
using KubeSec.Core.Tests.Signatures.Discovery;
using KubeSec.Findings;
using KubeSec.Gate;
using KubeSec.Images.Registries;
using KubeSec.Signatures;
using Microsoft.Extensions.Time.Testing;

namespace KubeSec.Core.Tests.Signatures.Notation;

/// <summary>Notary Project signatures from the line of policy to the verdict, through registries.</summary>
public sealed class NotationPolicyTests : IAsyncLifetime
{
    private readonly string folder = Directory.CreateTempSubdirectory("kubesec-notation").FullName;
    private readonly MintedNotary notary = new();
    private TestRegistry registry = null!;

    public async Task InitializeAsync()
    {
        registry = await TestRegistry.StartAsync();
        notary.Timestamp = signature => notary.Timestamps.Token(signature, MintedNotary.Now);
        Write("root.crt", notary.Root);
        Write("notation/truststore/x509/ca/acme/root.crt", notary.Root);
        Write("notation/truststore/x509/tsa/acme/time.crt", notary.Timestamps.RootDer);
        Write("notation/truststore/x509/signingAuthority/acme/root.crt", notary.Root);
        Write("notation/truststore/x509/ca/others/root.crt", new MintedNotary().Root);
    }

    public async Task DisposeAsync()
    {
        await registry.DisposeAsync();
        Directory.Delete(folder, recursive: true);
    }

    [Theory]
    [InlineData(true, true)]
    [InlineData(false, true)]
    [InlineData(true, false)]
    [InlineData(false, false)]
    public async Task Signature_in_a_registry_satisfies_roots_in_the_policy_and_a_trust_policy_document_alike(bool cose, bool referrersApi)
    {
        registry.HasReferrersApi = referrersApi;
        Sign(registry.PutImage("acme/shop", "v1"), cose);
        OciDescriptor unsigned = registry.PutImage("acme/shop", "v2", "other");
        foreach (string policy in new[] { InPlace(), Pinned(), Document(Statement($"{registry.Domain}/acme/shop")) })
        {
            ImageVerdict verdict = await VerifyAsync(policy, "acme/shop:v1");
            Assert.True(verdict.Outcome == ImageOutcome.Pass, verdict.Reason?.ToString());
            SignatureTrace signature = Assert.Single(verdict.Policies[0].Signatures);
            Assert.Equal(SignatureFormat.Notation, signature.Format);
            Assert.Contains(VerificationCheck.Time, signature.Held);
            Assert.Equal(ImageReasonCodes.ImageUnsigned, (await VerifyAsync(policy, $"acme/shop@{unsigned.Digest}")).Reason?.Reason);
        }
    }

    [Fact]
    public async Task Exact_scope_goes_before_the_one_for_everything()
    {
        Sign(registry.PutImage("acme/shop", "v1"));
        Sign(registry.PutImage("acme/other", "v1", "other"));
        string policy = Document(Statement("*", name: "all", store: "ca:others"), Statement($"{registry.Domain}/acme/shop"));
        Assert.Equal(ImageOutcome.Pass, (await VerifyAsync(policy, "acme/shop:v1")).Outcome);
        ImageVerdict refused = await VerifyAsync(policy, "acme/other:v1");
        Assert.Equal(ImageOutcome.Fail, refused.Outcome);
        Assert.Equal(ReasonCodes.CertificateUntrusted, Assert.Single(refused.Policies[0].Signatures).Refusal?.Reason);
    }

    [Fact]
    public async Task Skipped_images_pass_with_a_warning_and_count_as_verified_by_nobody()
    {
        registry.PutImage("acme/shop", "v1");
        JsonObject skipped = Statement($"{registry.Domain}/acme/shop");
        skipped["signatureVerification"] = new JsonObject { ["level"] = "skip" };
        skipped.Remove("trustStores");
        skipped.Remove("trustedIdentities");
        ImageVerdict verdict = await VerifyAsync(Document(skipped), "acme/shop:v1");
        Assert.Equal(ImageOutcome.Pass, verdict.Outcome);
        Assert.Equal(NotationReasonCodes.VerificationSkipped, Assert.Single(verdict.Warnings).Reason);
        Assert.Empty(verdict.Policies[0].Signers);
    }

    [Theory]
    [InlineData("level: strict, override: {revocation: skip}", ImageOutcome.Fail, NotationReasonCodes.Expired)]
    [InlineData("override: {expiry: log}", ImageOutcome.Pass, NotationReasonCodes.Expired)]
    [InlineData("level: permissive", ImageOutcome.Pass, NotationReasonCodes.Expired)]
    [InlineData("level: permissive, override: {expiry: enforce}", ImageOutcome.Fail, NotationReasonCodes.Expired)]
    [InlineData("level: audit", ImageOutcome.Pass, NotationReasonCodes.Expired)]
    public async Task Level_and_overrides_of_the_policy_decide_what_an_expired_signature_means(string level, ImageOutcome outcome, string reason)
    {
        OciDescriptor image = registry.PutImage("acme/shop", "v1");
        notary.Attach(registry, "acme/shop", image, notary.Cose(
            headers =>
            {
                headers[2] = new object[] { "io.cncf.notary.signingScheme", "io.cncf.notary.expiry" };
                headers["io.cncf.notary.expiry"] = MintedNotary.Now.AddSeconds(-1);
            },
            About(image)));
        ImageVerdict verdict = await VerifyAsync(InPlace(level), "acme/shop:v1");
        Assert.Equal(outcome, verdict.Outcome);
        Assert.Contains(reason, verdict.Policies[0].Signatures[0].Logged.Append(verdict.Policies[0].Signatures[0].Refusal).Select(refusal => refusal?.Reason));
        Assert.Equal(outcome == ImageOutcome.Pass, verdict.Warnings.Any(warning => warning.Reason == reason));
    }

    [Fact]
    public async Task Gate_reports_a_refused_image_at_the_line_that_names_it()
    {
        OciDescriptor image = registry.PutImage("acme/shop", "v1");
        new MintedNotary { Timestamp = notary.Timestamp }.Attach(registry, "acme/shop", image);
        Write("kubesec.yaml", Encoding.UTF8.GetBytes(Document(Statement($"{registry.Domain}/acme/shop"))));
        Write("pod.yaml", Encoding.UTF8.GetBytes($"apiVersion: v1\nkind: Pod\nmetadata: {{name: a}}\nspec:\n  containers:\n  - name: a\n    image: {registry.Domain}/acme/shop:v1\n"));
        GateResult result = await JudgeAsync();
        Finding finding = Assert.Single(result.Findings);
        Assert.Equal(("KS2101", "pod.yaml", 7), (finding.Rule.Code, finding.Span.File, finding.Span.Line));
        Assert.Equal(Verdict.Fail, result.Verdict);

        Sign(image);
        Assert.Equal(Verdict.Pass, (await JudgeAsync()).Verdict);
    }

    [SkippableFact]
    public async Task Signature_in_Debians_registry_is_found_by_its_fallback_tag()
    {
        await using RealRegistry real = await RealRegistry.StartPlainAsync();
        using TestLayout layout = new();
        OciDescriptor image = layout.PutImage("v1");
        await real.PushAsync(layout, "v1", "acme/shop:v1");
        byte[] envelope = notary.Cose(payload: About(image));
        OciDescriptor signature = await real.PutAsync("acme/shop", notary.SignatureManifest(image, envelope), envelope);
        await real.PutManifestAsync("acme/shop", TestSigner.Tag(image.Digest, ""), TestRegistry.Index(signature with { ArtifactType = MediaTypes.OciEmpty }));
        ImageVerdict verdict = await VerifyAsync(Document(Statement($"{real.Domain}/acme/shop")), "acme/shop:v1", real.Domain);
        Assert.True(verdict.Outcome == ImageOutcome.Pass, verdict.Reason?.ToString());
    }

    private static Action<JsonObject> About(OciDescriptor image) => payload => payload["targetArtifact"] = new JsonObject
    {
        ["mediaType"] = image.MediaType,
        ["digest"] = image.Digest.ToString(),
        ["size"] = image.Size,
    };

    private void Sign(OciDescriptor image, bool cose = true)
    {
        OciDescriptor signature = notary.Attach(registry, RepositoryOf(image), image, cose ? null : notary.Jws(payload: About(image)));
        if (!registry.HasReferrersApi)
        {
            registry.PutManifest(RepositoryOf(image), TestSigner.Tag(image.Digest, ""), TestRegistry.Index(signature));
        }
    }

    private string RepositoryOf(OciDescriptor image) => registry.RepositoryOf(image.Digest);

    private static string InPlace(string more = "") =>
        $"signatures: [{{images: ['**'], signers: [{{notation: {{roots: [root.crt], timestampRoots: [notation/truststore/x509/tsa/acme/time.crt], identities: ['C=US, ST=WA, O=acme']{(more.Length > 0 ? ", " + more : "")}}}}}]}}]";

    private string Pinned() =>
        $"signatures: [{{images: ['**'], signers: [{{notation: {{roots: ['{MintedNotary.FingerprintOf(notary.Root)}'], timestampRoots: [notation/truststore/x509/tsa/acme/time.crt], identities: ['*']}}}}]}}]";

    private string Document(params JsonObject[] statements)
    {
        JsonObject document = new() { ["version"] = "1.0", ["trustPolicies"] = new JsonArray([.. statements]) };
        Write("notation/trustpolicy.json", Encoding.UTF8.GetBytes(document.ToJsonString()));
        return "signatures: [{trustPolicy: notation/trustpolicy.json, revocation: {}}]";
    }

    private static JsonObject Statement(string scope, string name = "acme", string store = "ca:acme") => new()
    {
        ["name"] = name,
        ["registryScopes"] = new JsonArray(scope),
        ["signatureVerification"] = new JsonObject { ["level"] = "strict" },
        ["trustStores"] = new JsonArray(store, "tsa:acme"),
        ["trustedIdentities"] = new JsonArray("x509.subject: C=US, ST=WA, O=acme"),
    };

    private async Task<ImageVerdict> VerifyAsync(string policy, string image, string? domain = null)
    {
        Write("kubesec.yaml", Encoding.UTF8.GetBytes(policy));
        PolicyReading reading = PolicyFile.Read("kubesec.yaml", folder);
        Assert.True(reading.Policy is not null, string.Join('\n', reading.Problems.Select(problem => problem.Message)));
        using ImageVerifier verifier = new(
            new ImageVerifierOptions { Policies = reading.Policy.Signatures, Registries = new() { DockerConfig = "", Retries = 0, PlainHttp = [registry.Domain] } },
            new FakeTimeProvider(MintedNotary.Now));
        return await verifier.VerifyAsync($"{domain ?? registry.Domain}/{image}");
    }

    private async Task<GateResult> JudgeAsync() => await new SecurityGate(
        new GateOptions { WorkingDirectory = folder, Paths = ["pod.yaml"], Checks = GateChecks.Signatures }, new FakeTimeProvider(MintedNotary.Now)).JudgeAsync();

    private void Write(string path, byte[] content)
    {
        string full = Path.Combine(folder, path);
        Directory.CreateDirectory(Path.GetDirectoryName(full)!);
        File.WriteAllBytes(full, content);
    }
}
