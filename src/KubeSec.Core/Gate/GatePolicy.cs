using KubeSec.Findings;
using KubeSec.Images;

namespace KubeSec.Gate;

/// <summary>What a team demands before anything is deployed; the content of <c>kubesec.yaml</c>.</summary>
public sealed record GatePolicy
{
    /// <summary>The least severity that closes the gate.</summary>
    public Severity FailOn { get; init; } = Severity.High;

    /// <summary>The Kubernetes minor the manifests are meant for.</summary>
    public string KubernetesVersion { get; init; } = "1.35";

    /// <summary>Where images may come from and how they must be pinned.</summary>
    public RegistryPolicy Images { get; init; } = new();
}
