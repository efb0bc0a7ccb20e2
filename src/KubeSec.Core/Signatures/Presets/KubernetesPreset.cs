namespace KubeSec.Signatures;

/// <summary>The images of the Kubernetes project; whoever promotes them to the public registry signs them.</summary>
internal sealed class KubernetesPreset : PublisherPreset
{
    public override string Name => "kubernetes";

    public override string Title => "Kubernetes project (registry.k8s.io)";

    public override string Source => "https://kubernetes.io/docs/tasks/administer-cluster/verify-signed-artifacts/";

    public override DateOnly CheckedOn => new(2026, 11, 26);

    public override string? Note => "Images are signed since Kubernetes 1.24; older ones on the same registry are not.";

    private protected override SignaturePolicy Demand(IReadOnlyDictionary<string, string> settings) => new()
    {
        Images = Globs("registry.k8s.io/**"),
        Signers =
        [
            new TrustedIdentity
            {
                Name = "Kubernetes image promotion",
                Issuer = TextMatch.Exact(GoogleAccounts),
                Subject = TextMatch.Exact("krel-trust@k8s-releng-prod.iam.gserviceaccount.com"),
            },
        ],
    };
}
