namespace KubeSec.Signatures;

/// <summary>Falco's releases.</summary>
internal sealed class FalcoPreset : PublisherPreset
{
    public override string Name => "falco";

    public override string Title => "Falco (docker.io/falcosecurity)";

    public override string Source => "https://github.com/falcosecurity/falco/blob/master/RELEASE.md";

    public override DateOnly CheckedOn => new(2026, 11, 26);

    private protected override SignaturePolicy Demand(IReadOnlyDictionary<string, string> settings) => new()
    {
        Images = Globs("docker.io/falcosecurity/falco*", "public.ecr.aws/falcosecurity/falco*"),
        Signers =
        [
            new TrustedIdentity
            {
                Name = "Falco release",
                Issuer = TextMatch.Exact(GitHubActions),
                Subject = Pattern(@"https://github\.com/falcosecurity/falco/\.github/workflows/.+@refs/tags/.+"),
            },
        ],
    };
}
