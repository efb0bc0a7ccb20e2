namespace KubeSec.Signatures;

/// <summary>Trivy's releases.</summary>
internal sealed class TrivyPreset : PublisherPreset
{
    public override string Name => "trivy";

    public override string Title => "Trivy (docker.io/aquasec, ghcr.io/aquasecurity)";

    public override string Source => "https://trivy.dev/latest/getting-started/signature-verification/";

    public override DateOnly CheckedOn => new(2026, 11, 26);

    private protected override SignaturePolicy Demand(IReadOnlyDictionary<string, string> settings) => new()
    {
        Images = Globs("docker.io/aquasec/trivy", "ghcr.io/aquasecurity/trivy", "public.ecr.aws/aquasecurity/trivy"),
        Signers =
        [
            new TrustedIdentity
            {
                Name = "Trivy release",
                Issuer = TextMatch.Exact(GitHubActions),
                Subject = Pattern(@"https://github\.com/aquasecurity/trivy/\.github/workflows/.+@refs/tags/v.+"),
            },
        ],
    };
}
