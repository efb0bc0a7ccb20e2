namespace KubeSec.Rules;

/// <summary>What a lint run is asked for.</summary>
public sealed record LintOptions
{
    /// <summary>The Kubernetes minor the manifests are meant for, such as <c>1.35</c>.</summary>
    public string KubernetesVersion { get; init; } = "1.35";
}
