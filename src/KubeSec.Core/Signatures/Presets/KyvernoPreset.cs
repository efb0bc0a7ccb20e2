using KubeSec.Images;

namespace KubeSec.Signatures;

/// <summary>Kyverno's releases, whose signatures are kept in a repository of their own.</summary>
internal sealed class KyvernoPreset : PublisherPreset
{
    private static readonly string[] Registries = ["ghcr.io", "reg.kyverno.io"];

    /// <summary>Other images of the organisation, such as its policy reporter, are signed by their own repositories.</summary>
    private static readonly string[] Names =
        ["background-controller", "cleanup-controller", "kyverno", "kyverno-cli", "kyvernopre", "reports-controller"];

    public override string Name => "kyverno";

    public override string Title => "Kyverno (ghcr.io/kyverno, reg.kyverno.io)";

    public override string Source => "https://kyverno.io/docs/security/#verifying-kyverno-container-images";

    public override DateOnly CheckedOn => new(2026, 11, 26);

    private protected override SignaturePolicy Demand(IReadOnlyDictionary<string, string> settings) => new()
    {
        Images = [.. Registries.SelectMany(registry => Names.Select(name => ImageGlob.Parse($"{registry}/kyverno/{name}")))],
        Signers =
        [
            new TrustedIdentity
            {
                Name = "Kyverno release",
                Issuer = TextMatch.Exact(GitHubActions),
                Subject = Pattern(@"https://github\.com/kyverno/kyverno/\.github/workflows/release\.yaml@refs/tags/.+"),
            },
        ],
        SignatureRepository = ImageReference.Parse("ghcr.io/kyverno/signatures"),
    };
}
