namespace KubeSec.Signatures;

/// <summary>Flux's controllers, each signed by its own repository's release workflow.</summary>
internal sealed class FluxPreset : PublisherPreset
{
    public override string Name => "flux";

    public override string Title => "Flux (ghcr.io/fluxcd)";

    public override string Source => "https://fluxcd.io/flux/security/#signed-container-images";

    public override DateOnly CheckedOn => new(2026, 11, 26);

    private protected override SignaturePolicy Demand(IReadOnlyDictionary<string, string> settings) => new()
    {
        Images = Globs("ghcr.io/fluxcd/*", "docker.io/fluxcd/*"),
        Signers =
        [
            new TrustedIdentity
            {
                Name = "Flux release",
                Issuer = TextMatch.Exact(GitHubActions),
                Subject = Pattern(@"https://github\.com/fluxcd/.+"),
            },
        ],
    };
}
