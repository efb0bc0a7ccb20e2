namespace KubeSec.Signatures;

/// <summary>Cilium's releases; its Envoy image is built and signed by another repository.</summary>
internal sealed class CiliumPreset : PublisherPreset
{
    public override string Name => "cilium";

    public override string Title => "Cilium (quay.io/cilium)";

    public override string Source => "https://docs.cilium.io/en/stable/configuration/verify-image-signatures/";

    public override DateOnly CheckedOn => new(2026, 11, 26);

    private protected override SignaturePolicy Demand(IReadOnlyDictionary<string, string> settings) => new()
    {
        Images = Globs("quay.io/cilium/cilium", "quay.io/cilium/operator*", "quay.io/cilium/hubble-relay", "quay.io/cilium/clustermesh-apiserver"),
        Signers =
        [
            new TrustedIdentity
            {
                Name = "Cilium release",
                Issuer = TextMatch.Exact(GitHubActions),
                Subject = Pattern(@"https://github\.com/cilium/cilium/\.github/workflows/build-images-releases\.yaml@refs/tags/v.+"),
                Claims = new Dictionary<string, TextMatch>
                {
                    ["githubWorkflowName"] = TextMatch.Exact("Image Release Build"),
                    ["githubWorkflowRepository"] = TextMatch.Exact("cilium/cilium"),
                },
            },
        ],
    };
}
