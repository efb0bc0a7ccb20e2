using KubeSec.Findings;
using KubeSec.Manifests;

namespace KubeSec.Gate;

/// <summary>One judgement under way: what was read, found and could not be told so far.</summary>
internal sealed class GateRun(GateOptions options, GatePolicy policy)
{
    public GateOptions Options { get; } = options;

    public GatePolicy Policy { get; } = policy;

    public List<ManifestDocument> Documents { get; } = [];

    public List<Finding> Findings { get; } = [];

    /// <summary>Why the verdict cannot be a pass even where no finding counts.</summary>
    public List<GateReason> Undecided { get; } = [];

    public List<string> Notes { get; } = [];

    public int Files { get; set; }

    /// <summary>Everything read, in the order of files and documents.</summary>
    public IEnumerable<Resource> Resources => Documents.SelectMany(document => document.Resources);
}
