using Cake.Core.IO;

namespace KubeSec.Cake;

/// <summary>How manifests are linted.</summary>
public sealed class KubeSecLintSettings
{
    /// <summary>Gets or sets the policy file; <c>kubesec.yaml</c> of the working directory unless stated.</summary>
    public FilePath? PolicyFile { get; set; }

    /// <summary>Gets or sets the Kubernetes minor the manifests are meant for, such as <c>1.35</c>; the policy's unless stated.</summary>
    public string? KubernetesVersion { get; set; }

    /// <summary>Gets the frameworks to report, such as <c>pss-restricted</c> or <c>nsa</c>; all rules unless stated.</summary>
    public ICollection<string> Frameworks { get; } = [];

    /// <summary>Gets or sets a token that stops the run.</summary>
    public CancellationToken CancellationToken { get; set; }
}
