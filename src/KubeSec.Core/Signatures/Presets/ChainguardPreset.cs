namespace KubeSec.Signatures;

/// <summary>Chainguard's free images; those of paying customers are signed by an identity of the customer's organisation.</summary>
internal sealed class ChainguardPreset : PublisherPreset
{
    public override string Name => "chainguard";

    public override string Title => "Chainguard's free images (cgr.dev/chainguard)";

    public override string Source => "https://edu.chainguard.dev/chainguard/containers/security-and-compliance/verifying-chainguard-images-and-metadata-signatures-with-cosign/";

    public override DateOnly CheckedOn => new(2026, 11, 26);

    public override string? Note =>
        "Images of an organisation's own (cgr.dev/ORGANISATION) are signed by another identity, which its administrator knows.";

    private protected override SignaturePolicy Demand(IReadOnlyDictionary<string, string> settings) => new()
    {
        Images = Globs("cgr.dev/chainguard/**"),
        Signers =
        [
            new TrustedIdentity
            {
                Name = "Chainguard release",
                Issuer = TextMatch.Exact(GitHubActions),
                Subject = TextMatch.Exact("https://github.com/chainguard-images/images/.github/workflows/release.yaml@refs/heads/main"),
            },
        ],
    };
}
