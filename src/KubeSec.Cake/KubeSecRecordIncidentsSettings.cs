using Cake.Core.IO;

namespace KubeSec.Cake;

/// <summary>How run-time events are recorded.</summary>
public sealed class KubeSecRecordIncidentsSettings
{
    /// <summary>
    /// Gets or sets the store, a SQLite file or a <c>postgres://</c> address; the policy's unless stated, so that what is
    /// recorded here is what the gate asks.
    /// </summary>
    public string? Store { get; set; }

    /// <summary>Gets or sets the policy file that names the store; <c>kubesec.yaml</c> of the working directory unless stated.</summary>
    public FilePath? PolicyFile { get; set; }

    /// <summary>Gets or sets the format of the events, such as <c>falco</c>; recognised event by event unless stated.</summary>
    public string? Source { get; set; }

    /// <summary>Gets or sets a token that stops the recording after the batch under way.</summary>
    public CancellationToken CancellationToken { get; set; }
}
