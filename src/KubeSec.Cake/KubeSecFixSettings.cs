using Cake.Core.IO;

namespace KubeSec.Cake;

/// <summary>How manifests are mended.</summary>
public sealed class KubeSecFixSettings
{
    /// <summary>Gets or sets the policy file; <c>kubesec.yaml</c> of the working directory unless stated. What it waives is let be.</summary>
    public FilePath? PolicyFile { get; set; }

    /// <summary>Gets or sets the one rule whose findings are mended, by name or code; all unless stated.</summary>
    public string? Rule { get; set; }

    /// <summary>Gets or sets whether nothing is written; the changes are logged as a patch.</summary>
    public bool DryRun { get; set; }

    /// <summary>Gets or sets a token that stops between two passes.</summary>
    public CancellationToken CancellationToken { get; set; }
}
