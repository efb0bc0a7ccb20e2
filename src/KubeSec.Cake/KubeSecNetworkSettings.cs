using Cake.Core.IO;
using KubeSec.Network;

namespace KubeSec.Cake;

/// <summary>How who may talk to whom is worked out and written.</summary>
public sealed class KubeSecNetworkSettings
{
    /// <summary>Gets or sets the policy file whose <c>network</c> section counts; <c>kubesec.yaml</c> of the working directory unless stated.</summary>
    public FilePath? PolicyFile { get; set; }

    /// <summary>Gets the CIDR blocks that pods get their addresses from, beside those of the policy file.</summary>
    public ICollection<string> PodRanges { get; } = [];

    /// <summary>Gets the files that the answer is written to, each in its form.</summary>
    public IDictionary<NetworkFormat, FilePath> Reports { get; } = new Dictionary<NetworkFormat, FilePath>();
}
