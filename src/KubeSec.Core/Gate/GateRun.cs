using KubeSec.Feedback;
using KubeSec.Findings;
using KubeSec.Gate.Lessons;
using KubeSec.Gate.Policies;
using KubeSec.Inventory;
using KubeSec.Signatures;

namespace KubeSec.Gate;

/// <summary>One judgement under way: by what, and what was found and could not be told so far.</summary>
internal sealed class GateRun(GateOptions options, GatePolicy policy)
{
    public GateOptions Options { get; } = options;

    /// <summary>The policy with the options' overrides applied.</summary>
    public GatePolicy Policy { get; } = policy;

    /// <summary>When the run began; expiries are held against its day.</summary>
    public required DateTimeOffset Now { get; init; }

    public DateOnly Today => DateOnly.FromDateTime(Now.UtcDateTime);

    /// <summary>The policy file, or null where there is none.</summary>
    public string? PolicyFile { get; init; }

    /// <summary>The policy's waivers and where they are written.</summary>
    public IReadOnlyList<PlacedWaiver> Waivers { get; set; } = [];

    public List<Finding> Findings { get; } = [];

    /// <summary>Why the verdict cannot be a pass even where no finding counts.</summary>
    public List<GateReason> Undecided { get; } = [];

    public ContainerInventory Inventory { get; } = new();

    /// <summary>Who asks for an image without being a container: volumes, Dockerfiles, whoever names one.</summary>
    public List<ImageUse> ImageUses { get; } = [];

    /// <summary>What was found out about who vouches for each image.</summary>
    public List<ImageVerdict> Images { get; } = [];

    /// <summary>The open incidents that concern what is deployed.</summary>
    public List<Incident> Incidents { get; } = [];

    /// <summary>The incident that a finding names, for waivers of incidents.</summary>
    public Dictionary<Finding, NamedIncident> IncidentOf { get; } = new(ReferenceEqualityComparer.Instance);

    public List<string> Notes { get; } = [];

    /// <summary>What the manifests show of the controls that lessons ask for.</summary>
    public ControlEvidence Controls { get; set; } = ControlEvidence.None;

    /// <summary>What would meet the lessons that are not met, one change of text per file.</summary>
    public IReadOnlyList<LessonPatch> Patches { get; set; } = [];

    /// <summary>The rules that are asked of the manifests.</summary>
    public IReadOnlyList<RuleInfo> Rules { get; set; } = [];

    /// <summary>Who may talk to whom, drawn when a report asks for it; null where there is nothing to draw or too much.</summary>
    public Lazy<string?> NetworkPicture { get; set; } = new((string?)null);

    /// <summary>The kinds of what was judged; <c>Pod</c> for everything that makes pods.</summary>
    public HashSet<string> Kinds { get; } = new(StringComparer.Ordinal);

    public int Files { get; set; }

    public int Resources { get; set; }

    /// <summary>Whether a rule was asked over everything, so that an exception from it that nobody needed is known to be needless; for null, every rule.</summary>
    public bool Judged(string? rule) =>
        Policy.Frameworks.Count == 0 && Resources > 0 && Undecided.Count == 0
        && (Asks(GateChecks.Manifests | GateChecks.Images)
            || Rules.Any(asked => (asked.Name == rule || asked.Code == rule) && (asked.Category is not RuleCategory.Image || Asks(GateChecks.Images))));

    public bool Asks(GateChecks check) => Options.Checks.HasFlag(check);

    /// <summary>A path that the policy names: it starts where the policy file is.</summary>
    public string Resolve(string path) => Path.Combine(Options.WorkingDirectory, Path.GetDirectoryName(PolicyFile) ?? "", path);

    public void Undecide(GateReasonKind kind, string message) => Undecided.Add(new GateReason(kind, message));

    /// <summary>Says what is being done now.</summary>
    public void Tell(string step) => Options.Progress?.Report(step);
}

/// <summary>The incident a finding names, and how severe it counts there.</summary>
internal sealed record NamedIncident(string Id, Severity Severity);
