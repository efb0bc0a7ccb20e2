namespace KubeSec.Signatures;

/// <summary>cosign's own image.</summary>
internal sealed class SigstorePreset : PublisherPreset
{
    public override string Name => "sigstore";

    public override string Title => "Sigstore's cosign (ghcr.io/sigstore, gcr.io/projectsigstore)";

    public override string Source => "https://docs.sigstore.dev/cosign/system_config/installation/";

    public override DateOnly CheckedOn => new(2026, 11, 26);

    private protected override SignaturePolicy Demand(IReadOnlyDictionary<string, string> settings) => new()
    {
        Images = Globs("ghcr.io/sigstore/cosign/cosign", "gcr.io/projectsigstore/cosign"),
        Signers =
        [
            new TrustedIdentity
            {
                Name = "Sigstore release",
                Issuer = TextMatch.Exact(GoogleAccounts),
                Subject = TextMatch.Exact("keyless@projectsigstore.iam.gserviceaccount.com"),
            },
        ],
    };
}
