using Cake.Core.IO;

namespace KubeSec.Cake;

/// <summary>How images are verified.</summary>
public sealed class KubeSecVerifyImagesSettings
{
    /// <summary>Gets or sets the policy file that says who must have signed; <c>kubesec.yaml</c> of the working directory unless stated.</summary>
    public FilePath? PolicyFile { get; set; }

    /// <summary>Gets or sets the promise that no socket is opened.</summary>
    public bool Offline { get; set; }

    /// <summary>Gets or sets a token that stops the verification.</summary>
    public CancellationToken CancellationToken { get; set; }
}
