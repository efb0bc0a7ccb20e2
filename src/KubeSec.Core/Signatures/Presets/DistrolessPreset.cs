namespace KubeSec.Signatures;

/// <summary>Google's distroless base images.</summary>
internal sealed class DistrolessPreset : PublisherPreset
{
    public override string Name => "distroless";

    public override string Title => "Distroless base images (gcr.io/distroless)";

    public override string Source => "https://github.com/GoogleContainerTools/distroless#how-do-i-verify-distroless-images";

    public override DateOnly CheckedOn => new(2026, 11, 26);

    private protected override SignaturePolicy Demand(IReadOnlyDictionary<string, string> settings) => new()
    {
        Images = Globs("gcr.io/distroless/**"),
        Signers =
        [
            new TrustedIdentity
            {
                Name = "distroless release",
                Issuer = TextMatch.Exact(GoogleAccounts),
                Subject = TextMatch.Exact("keyless@distroless.iam.gserviceaccount.com"),
            },
        ],
    };
}
