using KubeSec.Feedback;
using KubeSec.Findings;
using KubeSec.Inventory;
using KubeSec.Manifests;
using KubeSec.Signatures;

namespace KubeSec.Gate;

/// <summary>The verdict and everything it rests on.</summary>
public sealed record GateResult
{
    /// <summary>May this be deployed?</summary>
    public required Verdict Verdict { get; init; }

    /// <summary>Why the verdict is no pass; empty where it is one.</summary>
    public required IReadOnlyList<GateReason> Reasons { get; init; }

    /// <summary>Everything found, suppressed findings included, by file and place.</summary>
    public required IReadOnlyList<Finding> Findings { get; init; }

    /// <summary>Every container that was judged, with what is known of it.</summary>
    public IReadOnlyList<InventoryEntry> Inventory { get; init; } = [];

    /// <summary>Who vouches for each image, where the policy asks for signatures: those of containers, image volumes and Dockerfiles, and those named.</summary>
    public IReadOnlyList<ImageVerdict> Images { get; init; } = [];

    /// <summary>The open incidents that concern what was judged and that the policy blocks.</summary>
    public IReadOnlyList<Incident> Incidents { get; init; } = [];

    /// <summary>The smallest changes of manifests that would meet the lessons the findings name; empty where none does.</summary>
    public IReadOnlyList<LessonPatch> Patches { get; init; } = [];

    /// <summary>The builds before this one, the latest first, as far as the feedback store remembers them.</summary>
    public IReadOnlyList<PastBuild> PastBuilds { get; init; } = [];

    /// <summary>How the manifests stand to each framework the run was asked to judge by.</summary>
    public IReadOnlyList<FrameworkReport> Frameworks { get; init; } = [];

    /// <summary>What is worth saying and closes nothing: an input without manifests, a waiver nobody needs.</summary>
    public IReadOnlyList<string> Notes { get; init; } = [];

    /// <summary>Who may talk to whom, as SVG; drawn when a report asks for it, null where there is nothing to draw or too much.</summary>
    internal Lazy<string?> NetworkPicture { get; init; } = new((string?)null);

    /// <summary>How many files were read.</summary>
    public required int Files { get; init; }

    /// <summary>How many resources were judged.</summary>
    public required int Resources { get; init; }

    /// <summary>When it was judged.</summary>
    public DateTimeOffset JudgedAt { get; init; }

    /// <summary>The policy file that was applied, or null where there was none.</summary>
    public string? PolicyFile { get; init; }

    /// <summary>The threshold that was applied.</summary>
    public required Severity FailOn { get; init; }

    /// <summary>Whether a finding closes the gate: at or above the threshold, and not suppressed.</summary>
    public bool Counts(Finding finding)
    {
        ArgumentNullException.ThrowIfNull(finding);
        return finding.Suppression is null && finding.Severity >= FailOn && !InputRules.LeavesUndecided(finding);
    }

    /// <summary>Whether a finding says that something could not be judged: the verdict is then no pass, whatever the threshold.</summary>
    public static bool LeavesUndecided(Finding finding)
    {
        ArgumentNullException.ThrowIfNull(finding);
        return finding.Suppression is null && InputRules.LeavesUndecided(finding);
    }
}
