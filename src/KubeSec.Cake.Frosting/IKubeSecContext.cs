using Cake.Core;

namespace KubeSec.Cake.Frosting;

/// <summary>What the ready-made tasks ask of a build's context. Implement it beside <c>FrostingContext</c> and state only what differs.</summary>
/// <example>
/// <code>
/// <![CDATA[
/// using KubeSec.Findings;
///
/// public sealed class BuildContext(ICakeContext context) : FrostingContext(context), IKubeSecContext
/// {
///     public string KubeSecManifests => "./k8s/**/*.yaml";
///     public KubeSecGateSettings KubeSecGate { get; } = new() { FailOn = Severity.Medium };
/// }
/// ]]>
/// </code>
/// </example>
public interface IKubeSecContext : ICakeContext
{
    /// <summary>Gets the manifests: a file, a folder or a glob. <c>./deploy</c> unless stated.</summary>
    string KubeSecManifests => "./deploy";

    /// <summary>Gets the events that happened at run time: a file, a folder or a glob. <c>./events</c> unless stated.</summary>
    string KubeSecEvents => "./events";

    /// <summary>Gets the images to verify; null takes those of the manifests.</summary>
    IEnumerable<string>? KubeSecImages => null;

    /// <summary>Gets how the gate judges.</summary>
    KubeSecGateSettings KubeSecGate => new();

    /// <summary>Gets how manifests are linted.</summary>
    KubeSecLintSettings KubeSecLint => new();

    /// <summary>Gets how manifests are mended.</summary>
    KubeSecFixSettings KubeSecFix => new();

    /// <summary>Gets how images are verified.</summary>
    KubeSecVerifyImagesSettings KubeSecVerifyImages => new();

    /// <summary>Gets how events are recorded.</summary>
    KubeSecRecordIncidentsSettings KubeSecRecordIncidents => new();
}
