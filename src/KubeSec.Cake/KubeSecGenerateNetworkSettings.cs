using Cake.Core.IO;

namespace KubeSec.Cake;

/// <summary>Where generated network policies take their intentions from, and where they go.</summary>
public sealed class KubeSecGenerateNetworkSettings
{
    /// <summary>Gets or sets the policy file whose assertions count; <c>kubesec.yaml</c> of the working directory unless stated.</summary>
    public FilePath? PolicyFile { get; set; }

    /// <summary>Gets or sets observed connections, as <c>hubble observe -o json</c> writes them; none unless stated.</summary>
    public FilePath? Flows { get; set; }

    /// <summary>
    /// Gets or sets a feedback store whose sensors' connections count as well, a SQLite file or a <c>postgres://</c> address; none
    /// unless stated. Connections that an alert was raised over never become a rule.
    /// </summary>
    public string? Store { get; set; }

    /// <summary>Gets or sets a value indicating whether Service names, routes and Service types of the manifests count; they do unless told.</summary>
    public bool FromManifests { get; set; } = true;

    /// <summary>Gets or sets the file that the policies are written to; none unless stated.</summary>
    public FilePath? Output { get; set; }
}
