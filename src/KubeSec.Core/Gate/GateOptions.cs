using KubeSec.Findings;
using KubeSec.Manifests;
using KubeSec.Rules;

namespace KubeSec.Gate;

/// <summary>What the gate is asked to judge, and by which policy.</summary>
public sealed record GateOptions
{
    /// <summary>Files, folders and globs (<c>deploy/**/*.yaml</c>); <c>-</c> is <see cref="StandardInput"/>.</summary>
    public IReadOnlyList<string> Paths { get; init; } = [];

    /// <summary>Manifests that are no files, judged beside <see cref="Paths"/>.</summary>
    public IReadOnlyList<ManifestText> Texts { get; init; } = [];

    /// <summary>Dockerfiles whose base images are held against the registry policy and the signature policies.</summary>
    public IReadOnlyList<string> Dockerfiles { get; init; } = [];

    /// <summary>Images named elsewhere that are held against the registry policy and the signature policies.</summary>
    public IReadOnlyList<NamedImage> Images { get; init; } = [];

    /// <summary>Images that the build has just made: their names, users and configurations are judged.</summary>
    public IReadOnlyList<BuiltImage> BuiltImages { get; init; } = [];

    /// <summary>Publishers whose images must be signed as they say, by the name of their preset; they count beside the policy's own.</summary>
    public IReadOnlyList<string> ImagePresets { get; init; } = [];

    /// <summary>Images of the Docker engine, by name or id, that are held against the registry policy.</summary>
    public IReadOnlyList<string> EngineImages { get; init; } = [];

    /// <summary>What <c>-</c> reads from.</summary>
    public TextReader? StandardInput { get; init; }

    /// <summary>Where relative paths start; the process's working directory unless stated.</summary>
    public string WorkingDirectory { get; init; } = Environment.CurrentDirectory;

    /// <summary>The policy file; null takes <c>kubesec.yaml</c> of the working directory where there is one.</summary>
    public string? PolicyFile { get; init; }

    /// <summary>A policy made in code; the policy file is then not read.</summary>
    public GatePolicy? Policy { get; init; }

    /// <summary>Overrides the policy's threshold.</summary>
    public Severity? FailOn { get; init; }

    /// <summary>Overrides the policy's Kubernetes minor, such as <c>1.35</c>.</summary>
    public string? KubernetesVersion { get; init; }

    /// <summary>Takes the place of the policy's frameworks where there are any: only rules that one of them asks for run.</summary>
    public IReadOnlyList<string> Frameworks { get; init; } = [];

    /// <summary>Rules of the caller's own, asked beside those of the policy.</summary>
    public IReadOnlyList<OwnRule> OwnRules { get; init; } = [];

    /// <summary>Overrides the policy's file of findings that were there before the gate.</summary>
    public string? Baseline { get; init; }

    /// <summary>Whether no baseline is applied, whatever the policy says: for writing one anew.</summary>
    public bool IgnoreBaseline { get; init; }

    /// <summary>What is judged; everything unless stated.</summary>
    public GateChecks Checks { get; init; } = GateChecks.All;

    /// <summary>Whether inputs without a single manifest leave the verdict undecided; otherwise they pass with a note.</summary>
    public bool FailOnNoManifests { get; init; }

    /// <summary>The commit that is judged, for the record of the run.</summary>
    public string? Commit { get; init; }

    /// <summary>The pipeline run that asks, for the record of the run: a build number or address.</summary>
    public string? Pipeline { get; init; }

    /// <summary>Promises that no socket is opened; what would need one is undecided.</summary>
    public bool Offline { get; init; }

    /// <summary>Whether the run is to leave no trace in the feedback store, and to look at incidents of every severity: for proposals.</summary>
    internal bool Rehearsal { get; init; }

    /// <summary>Told in a few words what is being done now.</summary>
    public IProgress<string>? Progress { get; init; }
}

/// <summary>The parts of a judgement that can be asked for.</summary>
[Flags]
public enum GateChecks
{
    /// <summary>Nothing.</summary>
    None = 0,

    /// <summary>The rules over manifests.</summary>
    Manifests = 1,

    /// <summary>The registry policy over every image.</summary>
    Images = 2,

    /// <summary>What the feedback store has learnt; the run is recorded there.</summary>
    Feedback = 4,

    /// <summary>Who signed the images.</summary>
    Signatures = 8,

    /// <summary>Who may talk to whom, against the policy's assertions.</summary>
    Network = 16,

    /// <summary>All of them.</summary>
    All = Manifests | Images | Feedback | Signatures | Network,
}
