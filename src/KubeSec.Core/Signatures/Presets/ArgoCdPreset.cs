namespace KubeSec.Signatures;

/// <summary>Argo CD's releases.</summary>
internal sealed class ArgoCdPreset : PublisherPreset
{
    public override string Name => "argo-cd";

    public override string Title => "Argo CD (quay.io/argoproj/argocd)";

    public override string Source => "https://argo-cd.readthedocs.io/en/stable/operator-manual/signed-release-assets/";

    public override DateOnly CheckedOn => new(2026, 11, 26);

    private protected override SignaturePolicy Demand(IReadOnlyDictionary<string, string> settings) => new()
    {
        Images = Globs("quay.io/argoproj/argocd"),
        Signers =
        [
            new TrustedIdentity
            {
                Name = "Argo CD release",
                Issuer = TextMatch.Exact(GitHubActions),
                Subject = Pattern(@"https://github\.com/argoproj/argo-cd/\.github/workflows/image-reuse\.yaml@refs/tags/v.+"),
                Claims = new Dictionary<string, TextMatch> { ["githubWorkflowRepository"] = TextMatch.Exact("argoproj/argo-cd") },
            },
        ],
    };
}
