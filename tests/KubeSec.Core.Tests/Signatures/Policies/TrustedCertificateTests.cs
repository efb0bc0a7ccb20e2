using System.Security.Cryptography;
using System.Text.Json.Nodes;
using KubeSec.Core.Tests.Images.Registries;
using KubeSec.Core.Tests.Signatures.Discovery;
using KubeSec.Gate;
using KubeSec.Images.Registries;
using KubeSec.Signatures;
using Microsoft.Extensions.Time.Testing;

namespace KubeSec.Core.Tests.Signatures.Policies;

/// <summary>Signers by an authority of one's own, from the line of policy to the verdict.</summary>
public sealed class TrustedCertificateTests : IAsyncLifetime
{
    private readonly string folder = Directory.CreateTempSubdirectory("kubesec-authority").FullName;
    private readonly MintedInstance sigstore = new();
    private TestRegistry registry = null!;

    public async Task InitializeAsync()
    {
        registry = await TestRegistry.StartAsync();
        Write("authority.pem", PemEncoding.WriteString("CERTIFICATE", sigstore.Authority.RootDer));
        Write("other.pem", PemEncoding.WriteString("CERTIFICATE", new MintedAuthority().RootDer));
        Write("leaf.pem", PemEncoding.WriteString("CERTIFICATE", sigstore.Authority.Issue().Certificate));
        Sign(registry.PutImage("acme/shop", "v1"));
    }

    public async Task DisposeAsync()
    {
        await registry.DisposeAsync();
        Directory.Delete(folder, recursive: true);
    }

    [Theory]
    [InlineData("authority: authority.pem, identity: 'https://github.com/acme/shop/.github/workflows/release.yml@refs/heads/main'", true, 0, null)]
    [InlineData("authority: authority.pem, identityPattern: 'https://github\\.com/acme/.+'", true, 0, null)]
    [InlineData("authority: authority.pem, identityPattern: 'https://github\\.com/acme/'", true, 0, ReasonCodes.IdentityMismatch)]
    [InlineData("authority: authority.pem, identity: 'https://github.com/acme'", true, 0, ReasonCodes.IdentityMismatch)]
    [InlineData("authority: other.pem, identityPattern: '.+'", true, 0, ReasonCodes.CertificateUntrusted)]
    [InlineData("authority: authority.pem, identityPattern: '.+'", false, 0, ReasonCodes.LogEntryMissing)]
    [InlineData("authority: authority.pem, identityPattern: '.+'", true, 60, ReasonCodes.CertificateNotValidAtTime)]
    public async Task Certificate_counts_for_its_authority_its_subject_and_its_time(string certificate, bool unlogged, int minutesLater, string? reason)
    {
        PolicyReading reading = Read($"signatures: [{{images: ['**'], signers: [{{certificate: {{{certificate}}}{(unlogged ? ", acceptUnloggedUnsafe: true" : "")}}}]}}]");
        Assert.True(reading.Policy is not null, string.Join('\n', reading.Problems.Select(problem => problem.Message)));
        using ImageVerifier verifier = new(
            new ImageVerifierOptions { Policies = reading.Policy.Signatures, Registries = new() { DockerConfig = "", PlainHttp = [registry.Domain] } },
            new FakeTimeProvider(MintedInstance.Now.AddMinutes(minutesLater)));
        ImageVerdict verdict = await verifier.VerifyAsync($"{registry.Domain}/acme/shop:v1");
        Assert.Equal(reason, Assert.Single(verdict.Policies[0].Signatures).Refusal?.Reason);
        Assert.Equal(reason is null ? ImageOutcome.Pass : ImageOutcome.Fail, verdict.Outcome);
    }

    [Fact]
    public async Task Fulcio_cannot_speak_for_an_authority_of_ones_own_nor_it_for_Fulcio()
    {
        TrustedCertificate own = new() { Authority = PrivateAuthority.FromPem(File.ReadAllText(Path.Combine(folder, "other.pem"))), Subject = TextMatch.Exact(MintedAuthority.Identity), AcceptUnloggedUnsafe = true };
        using ImageVerifier verifier = new(
            new ImageVerifierOptions
            {
                Policies = [new SignaturePolicy { Images = [KubeSec.Images.ImageGlob.Parse("**")], Signers = [own] }],
                Registries = new() { DockerConfig = "", PlainHttp = [registry.Domain] },
                TrustRoot = sigstore.TrustRoot(),
            },
            new FakeTimeProvider(MintedInstance.Now));
        Assert.Equal(ReasonCodes.CertificateUntrusted, (await verifier.VerifyAsync($"{registry.Domain}/acme/shop:v1")).Policies[0].Signatures[0].Refusal?.Reason);
    }

    [Theory]
    [InlineData("certificate: {authority: none.pem, identity: a}", "no file")]
    [InlineData("certificate: {authority: leaf.pem, identity: a}", "not a certificate authority's")]
    [InlineData("certificate: {authority: authority.pem}", "either 'identity'")]
    [InlineData("certificate: {authority: authority.pem, identity: a, identityPattern: b}", "either 'identity'")]
    [InlineData("certificate: {identity: a}", "say which authority")]
    [InlineData("certificate: {authority: authority.pem, identityPattern: '.*'}", "demands nothing")]
    [InlineData("certificate: {authority: authority.pem, identity: a}, key: k", "never by two")]
    [InlineData("keyless: {issuer: a, identity: b}, acceptUnloggedUnsafe: true", "goes with 'key'")]
    [InlineData("keyless: {issuer: a, identity: b, claims: {sourceRepository: c}}", "no claim 'sourceRepository'")]
    [InlineData("keyless: {issuer: a, identity: b, claims: {sourceRepositoryRef: {pattern: '.*'}}}", "demands nothing")]
    [InlineData("keyless: {issuer: a, identity: b, claims: {sourceRepositoryRef: {matches: 'a'}}}", "no key 'matches'")]
    public void Signer_that_cannot_be_told_from_others_is_refused_with_its_place(string signer, string said) =>
        Assert.Contains(Read($"signatures: [{{images: ['**'], signers: [{{{signer}}}]}}]").Problems, problem => problem.Message.Contains(said, StringComparison.Ordinal) && problem.Span.Line == 1);

    [Fact]
    public void Claims_are_exact_or_patterns()
    {
        TrustedIdentity signer = (TrustedIdentity)Read(
            "signatures: [{images: ['**'], signers: [{keyless: {issuer: a, identity: b, claims: {sourceRepositoryRef: {pattern: 'refs/tags/v.+'}, buildTrigger: push}}}]}]").Policy!.Signatures[0].Signers[0];
        Assert.True(signer.Claims["sourceRepositoryRef"].Accepts("refs/tags/v1"));
        Assert.False(signer.Claims["sourceRepositoryRef"].Accepts("refs/heads/refs/tags/v1"));
        Assert.False(signer.Claims["buildTrigger"].IsPattern);
    }

    private void Sign(OciDescriptor image)
    {
        (byte[] certificate, ECDsa key) = sigstore.Authority.Issue(embedTimestamp: false);
        JsonObject payload = new()
        {
            ["critical"] = new JsonObject
            {
                ["identity"] = new JsonObject { ["docker-reference"] = "" },
                ["image"] = new JsonObject { ["docker-manifest-digest"] = image.Digest.ToString() },
                ["type"] = "cosign container image signature",
            },
            ["optional"] = null,
        };
        byte[] bytes = MintedInstance.Bytes(payload);
        OciDescriptor layer = registry.PutBlob(bytes, "application/vnd.dev.cosign.simplesigning.v1+json") with
        {
            Annotations = new Dictionary<string, string>
            {
                ["dev.cosignproject.cosign/signature"] = Convert.ToBase64String(key.SignData(bytes, HashAlgorithmName.SHA256, DSASignatureFormat.Rfc3279DerSequence)),
                ["dev.sigstore.cosign/certificate"] = PemEncoding.WriteString("CERTIFICATE", certificate),
            },
        };
        registry.PutManifest("acme/shop", TestSigner.Tag(image.Digest, ".sig"), registry.Manifest("application/vnd.oci.image.config.v1+json", layer));
    }

    private PolicyReading Read(string policy)
    {
        Write("kubesec.yaml", policy);
        return PolicyFile.Read("kubesec.yaml", folder);
    }

    private void Write(string name, string text) => File.WriteAllText(Path.Combine(folder, name), text);
}
