using KubeSec.Findings;
using KubeSec.Images;

namespace KubeSec.Feedback;

/// <summary>Asks which incidents concern some images and workloads.</summary>
public sealed record IncidentQuery
{
    /// <summary>The least severity asked for.</summary>
    public Severity AtLeast { get; init; } = Severity.High;

    /// <summary>Images about to be deployed.</summary>
    public IReadOnlyList<ImageReference> Images { get; init; } = [];

    /// <summary>Workloads about to be deployed.</summary>
    public IReadOnlyList<WorkloadName> Workloads { get; init; } = [];

    /// <summary>The states asked for; those that still demand something unless stated.</summary>
    public IReadOnlyList<IncidentState> States { get; init; } = [IncidentState.Open, IncidentState.Triaged, IncidentState.Regressed];

    /// <summary>What happened at run time alone unless stated; scanners' findings are asked for by naming them.</summary>
    public IReadOnlyList<IncidentKind> Kinds { get; init; } = [IncidentKind.Runtime];
}

/// <summary>A workload by name.</summary>
/// <param name="Namespace">Its namespace; null matches the name in every namespace, for manifests that state none.</param>
/// <param name="Name">Its name: the Deployment's, not the pod's.</param>
public sealed record WorkloadName(string? Namespace, string Name);

/// <summary>An incident that concerns something asked about.</summary>
/// <param name="Incident">The incident.</param>
/// <param name="Basis">How it was tied: the surest of digest, image, workload.</param>
/// <param name="Image">The image asked about, where an image or digest tied it.</param>
/// <param name="Workload">The workload asked about, where a workload tied it.</param>
public sealed record IncidentMatch(Incident Incident, MatchBasis Basis, ImageReference? Image, WorkloadName? Workload);

/// <summary>How an incident was tied to something deployed; the smaller, the surer.</summary>
public enum MatchBasis
{
    /// <summary>The very digest.</summary>
    Digest,

    /// <summary>The image repository, whatever its version.</summary>
    Image,

    /// <summary>The workload.</summary>
    Workload,
}
