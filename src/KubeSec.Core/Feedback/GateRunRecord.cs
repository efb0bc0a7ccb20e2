namespace KubeSec.Feedback;

/// <summary>One judgement of the gate, as the store keeps it: what was about to be deployed, and what came of it.</summary>
/// <remarks>A list that the stored text lacks is empty, not null: source-generated readers set every init-only property, present or not.</remarks>
public sealed record GateRunRecord
{
    /// <summary><c>pass</c>, <c>fail</c> or <c>undecided</c>.</summary>
    public required string Verdict { get; init; }

    /// <summary>The commit that was judged, if known.</summary>
    public string? Commit { get; init; }

    /// <summary>The pipeline run that asked, if known: a build number or address.</summary>
    public string? Pipeline { get; init; }

    /// <summary>Every container of every workload judged.</summary>
    public IReadOnlyList<DeployedContainer> Containers { get; init => field = value ?? []; } = [];

    /// <summary>The incidents whose lessons were not met, waived ones included.</summary>
    public IReadOnlyList<string> Unmet { get; init => field = value ?? []; } = [];

    /// <summary>How many findings counted, by severity word.</summary>
    public IReadOnlyDictionary<string, int> Findings { get; init => field = value ?? new Dictionary<string, int>(); } = new Dictionary<string, int>();
}

/// <summary>One container about to be deployed, and what its manifest shows.</summary>
public sealed record DeployedContainer
{
    /// <summary>The workload's namespace; null where the manifest states none.</summary>
    public string? Namespace { get; init; }

    /// <summary>The workload's kind, such as <c>Deployment</c>.</summary>
    public required string Kind { get; init; }

    /// <summary>The workload's name.</summary>
    public required string Workload { get; init; }

    /// <summary>The container's name.</summary>
    public required string Container { get; init; }

    /// <summary>The image as written.</summary>
    public required string Image { get; init; }

    /// <summary>Digests of the same image that are known by other ways: index, platform manifest, configuration.</summary>
    public IReadOnlyList<string> Aliases { get; init => field = value ?? []; } = [];

    /// <summary>The controls the rendered manifest shows, by the codes of the control catalogue, such as <c>ROFS</c>.</summary>
    public IReadOnlyList<string> Controls { get; init => field = value ?? []; } = [];

    /// <summary>The manifest file, as the reports name it.</summary>
    public string? File { get; init; }

    /// <summary>The line the container starts on.</summary>
    public int? Line { get; init; }
}
