using System.Text.Json;
using KubeSec.Gate;
using KubeSec.Images;
using KubeSec.Signatures;
using KubeSec.Tests;

namespace KubeSec.Core.Tests.Signatures;

/// <summary>Presets: one line of policy for publishers whose signing is documented.</summary>
public sealed class PublisherPresetTests
{
    public static TheoryData<string> Names() => [.. PublisherPresets.All.Select(preset => preset.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public void Preset_states_its_source_and_day_and_makes_a_policy_that_can_be_held(string name)
    {
        PublisherPreset preset = PublisherPresets.Find(name)!;
        SignaturePolicy policy = preset.ToPolicy(preset.Example);

        Assert.Empty(policy.Problems());
        Assert.Equal(name, policy.Preset);
        Assert.StartsWith("https://", preset.Source, StringComparison.Ordinal);
        Assert.InRange(preset.CheckedOn, new DateOnly(2026, 11, 26), new DateOnly(2100, 1, 1));
        Assert.Contains(preset.Source, string.Join('\n', PolicyExplanation.Of(preset)), StringComparison.Ordinal);
        Assert.DoesNotContain(policy.Images, glob => glob.Text.StartsWith('*'));
    }

    [SkippableFact]
    public void Presets_are_listed_in_the_order_of_their_names_and_the_schema_knows_them_all()
    {
        string[] names = [.. PublisherPresets.All.Select(preset => preset.Name)];
        Assert.Equal(names.Order(StringComparer.Ordinal), names);
        string? root = SharedFiles.RepositoryRoot();
        Skip.If(root is null, "the tests run away from their sources");
        using JsonDocument document = JsonDocument.Parse(File.ReadAllText(Path.Combine(root, "kubesec.schema.json")));
        JsonElement words = document.RootElement.GetProperty("definitions").GetProperty("signaturePolicy").GetProperty("properties").GetProperty("preset").GetProperty("enum");
        Assert.Equal(names, words.EnumerateArray().Select(word => word.GetString()));
    }

    [Theory]
    [InlineData("kubernetes", "registry.k8s.io/kube-apiserver:v1.36.0", "krel-trust@k8s-releng-prod.iam.gserviceaccount.com", "https://accounts.google.com", true)]
    [InlineData("kubernetes", "registry.k8s.io/kube-apiserver:v1.36.0", "krel-trust@k8s-releng-prod.iam.gserviceaccount.com", "https://token.actions.githubusercontent.com", false)]
    [InlineData("distroless", "gcr.io/distroless/static-debian12", "keyless@distroless.iam.gserviceaccount.com", "https://accounts.google.com", true)]
    [InlineData("chainguard", "cgr.dev/chainguard/static", "https://github.com/chainguard-images/images/.github/workflows/release.yaml@refs/heads/main", "https://token.actions.githubusercontent.com", true)]
    [InlineData("chainguard", "cgr.dev/chainguard/static", "https://github.com/chainguard-images/images/.github/workflows/release.yaml@refs/heads/main2", "https://token.actions.githubusercontent.com", false)]
    [InlineData("flux", "ghcr.io/fluxcd/source-controller:v1.7.0", "https://github.com/fluxcd/source-controller/.github/workflows/release.yml@refs/tags/v1.7.0", "https://token.actions.githubusercontent.com", true)]
    [InlineData("flux", "ghcr.io/fluxcd/source-controller:v1.7.0", "https://github.com/fluxcd-evil/x/.github/workflows/release.yml@refs/tags/v1", "https://token.actions.githubusercontent.com", false)]
    [InlineData("kyverno", "reg.kyverno.io/kyverno/kyverno:v1.13.4", "https://github.com/kyverno/kyverno/.github/workflows/release.yaml@refs/tags/v1.13.4", "https://token.actions.githubusercontent.com", true)]
    [InlineData("kyverno", "ghcr.io/kyverno/kyverno:v1.13.4", "https://github.com/kyverno/kyverno/.github/workflows/release.yaml@refs/heads/main", "https://token.actions.githubusercontent.com", false)]
    [InlineData("sigstore", "ghcr.io/sigstore/cosign/cosign:v3.1.3", "keyless@projectsigstore.iam.gserviceaccount.com", "https://accounts.google.com", true)]
    [InlineData("trivy", "aquasec/trivy:0.68.0", "https://github.com/aquasecurity/trivy/.github/workflows/release.yaml@refs/tags/v0.68.0", "https://token.actions.githubusercontent.com", true)]
    [InlineData("trivy", "aquasec/trivy:0.68.0", "https://github.com/aquasecurity/trivyx/.github/workflows/release.yaml@refs/tags/v0.68.0", "https://token.actions.githubusercontent.com", false)]
    public void Preset_is_about_its_images_and_believes_its_signer_alone(string name, string image, string subject, string issuer, bool believed)
    {
        SignaturePolicy policy = PublisherPresets.Find(name)!.ToPolicy();
        Assert.Contains(policy.Images, glob => glob.Matches(ImageReference.Parse(image)));
        SignerIdentity identity = new(subject, SubjectKind.Uri, issuer, new Dictionary<string, string>());
        Assert.Equal(believed, policy.Signers.OfType<TrustedIdentity>().Any(signer => signer.Judge(identity) is null));
    }

    [SkippableFact]
    public void Time_stamp_of_the_authority_that_NET_images_use_leads_to_the_root_of_the_preset()
    {
        NotationSigner signer = Assert.IsType<NotationSigner>(Assert.Single(PublisherPresets.Find("dotnet")!.ToPolicy().Signers));
        Assert.Equal("sha256:23ffe2b8bdb9a1711515d4cffda04bc7f793d513c76c243f1020507d8669b7db", Assert.Single(signer.Roots).Fingerprint);
        NotationRoot root = Assert.Single(signer.TimestampRoots);
        Assert.Equal("sha256:df545bf919a2439c36983b54cdfc903dfa4f37d3996d8d84b4c31eec6f3c163e", root.Fingerprint);
        (byte[]? token, byte[] stamped) = AuthenticodeTimestamp.Of(typeof(object).Assembly.Location);
        Skip.If(token is null, "this build of .NET is not signed by Microsoft");

        CertificatePath path = TimestampVerifier.Verify(
            TimestampToken.ReadToken(token), stamped, [new CertificateAuthority([root.Certificate!], root.Certificate!.Validity)]);
        NotationCertificateProfile.RequireTimestampLeaf(path.Leaf);
        Assert.Same(root.Certificate, path.Certificates[^1]);
    }

    [Theory]
    [InlineData("acme/shop", null, "https://github.com/acme/shop/.github/workflows/release.yml@refs/heads/main", "https://github.com/acme/shop", true)]
    [InlineData("acme/shop", null, "https://github.com/acme/shop/.github/workflows/release.yml@refs/heads/main", "https://github.com/acme/other", false)]
    [InlineData("acme/shop", null, "https://github.com/acme/shopping/.github/workflows/release.yml@refs/heads/main", "https://github.com/acme/shop", false)]
    [InlineData("acme/shop", null, "https://github.com/acme/pipelines/.github/workflows/build.yml@refs/heads/main", "https://github.com/acme/shop", false)]
    [InlineData("acme/shop", "acme/pipelines/.github/workflows/build.yml", "https://github.com/acme/pipelines/.github/workflows/build.yml@refs/heads/main", "https://github.com/acme/shop", true)]
    [InlineData("acme/shop", "acme/pipelines/.github/workflows/build.yml", "https://github.com/acme/pipelines/.github/workflows/other.yml@refs/heads/main", "https://github.com/acme/shop", false)]
    public void Attestations_of_GitHub_are_held_to_the_repository_in_name_and_claims(string repository, string? workflow, string subject, string source, bool believed)
    {
        Dictionary<string, string> settings = new() { ["repository"] = repository };
        if (workflow is not null)
        {
            settings["workflow"] = workflow;
        }

        SignaturePolicy policy = PublisherPresets.Find("github-attestations")!.ToPolicy(settings);
        SignerIdentity identity = new(subject, SubjectKind.Uri, "https://token.actions.githubusercontent.com", new Dictionary<string, string> { ["sourceRepositoryUri"] = source });
        Assert.Equal(believed, ((TrustedIdentity)policy.Signers[0]).Judge(identity) is null);
        Assert.Equal("https://github.com/acme/shop", Assert.IsType<ProvenancePolicy>(Assert.Single(policy.Attestations)).Source);
        Assert.Contains(policy.Images, glob => glob.Matches(ImageReference.Parse("ghcr.io/acme/shop")));
        Assert.DoesNotContain(policy.Images, glob => glob.Matches(ImageReference.Parse("ghcr.io/acme/other")));
    }

    [Theory]
    [InlineData("signatures: [{preset: kubernetes}]", null)]
    [InlineData("signatures: [{preset: dotnet}]", null)]
    [InlineData("signatures: [{preset: kubernetes, mode: warn, eachPlatform: true, images: [mirror.acme.internal/k8s/**]}]", null)]
    [InlineData("signatures: [{preset: github-attestations, with: {repository: acme/shop}, attestations: [{sbom: {}}]}]", null)]
    [InlineData("signatures: [{preset: kubernets}]", "'kubernetes'")]
    [InlineData("signatures: [{preset: kubernetes, signers: [{key: a}]}]", "a preset says itself")]
    [InlineData("signatures: [{preset: kubernetes, with: {owner: acme}}]", "no setting 'owner'")]
    [InlineData("signatures: [{preset: github-attestations}]", "either 'repository' or 'owner'")]
    [InlineData("signatures: [{preset: github-attestations, with: {owner: acme, repository: acme/shop}}]", "either 'repository' or 'owner'")]
    [InlineData("signatures: [{preset: github-attestations, with: {repository: acme}}]", "does not fit 'repository'")]
    [InlineData("signatures: [{preset: github-attestations, with: {owner: 'acme/.*'}}]", "does not fit 'owner'")]
    [InlineData("signatures: [{images: ['a/**'], signers: [{keyless: {issuer: a, identity: b}}], with: {owner: a}}]", "none is named")]
    public void Policy_takes_a_preset_in_one_line_and_says_what_is_wrong_with_it(string policy, string? problem)
    {
        PolicyReading reading = PolicyFile.Parse(policy);
        if (problem is null)
        {
            Assert.Empty(reading.Problems);
            Assert.NotNull(Assert.Single(reading.Policy!.Signatures).Preset);
            return;
        }

        string message = Assert.Single(reading.Problems).Message;
        Assert.Contains(problem, message, StringComparison.Ordinal);
        Assert.DoesNotContain("Parameter", message, StringComparison.Ordinal);
    }

    [Fact]
    public void Settings_of_the_entry_go_before_the_presets_own()
    {
        SignaturePolicy policy = Assert.Single(PolicyFile.Parse(
            "signatures: [{preset: kyverno, mode: warn, repository: mirror.acme.internal/signatures, images: [mirror.acme.internal/kyverno/*]}]").Policy!.Signatures);
        Assert.Equal((SignaturePolicyMode.Warn, "mirror.acme.internal/signatures"), (policy.Mode, policy.SignatureRepository!.Repository));
        Assert.Equal("mirror.acme.internal/kyverno/*", Assert.Single(policy.Images).Text);
        Assert.Equal("ghcr.io/kyverno/signatures", PublisherPresets.Find("kyverno")!.ToPolicy().SignatureRepository!.Repository);
    }
}
