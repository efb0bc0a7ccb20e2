using KubeSec.Feedback;
using KubeSec.Findings;

namespace KubeSec.Gate;

/// <summary>How an earlier build stood, as the feedback store remembers it.</summary>
public sealed record PastBuild
{
    /// <summary>How many builds are looked back on.</summary>
    internal const int Most = 50;

    /// <summary>When it was judged.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>What the gate said.</summary>
    public required Verdict Verdict { get; init; }

    /// <summary>The commit that was judged, if known.</summary>
    public string? Commit { get; init; }

    /// <summary>How many findings counted, by severity.</summary>
    public IReadOnlyDictionary<Severity, int> Findings { get; init; } = new Dictionary<Severity, int>();

    /// <summary>How many findings of a severity counted.</summary>
    public int Count(Severity severity) => Findings.GetValueOrDefault(severity);

    /// <summary>The build that was just judged, in the same form.</summary>
    public static PastBuild Of(GateResult result)
    {
        ArgumentNullException.ThrowIfNull(result);
        return new PastBuild
        {
            At = result.JudgedAt,
            Verdict = result.Verdict,
            Findings = result.Findings.Where(result.Counts).CountBy(finding => finding.Severity).ToDictionary(),
        };
    }

    /// <summary>Reads what the store keeps; a word this version does not know is undecided.</summary>
    internal static IReadOnlyList<PastBuild> Read(IReadOnlyList<(long At, GateRunRecord Run)> runs) =>
    [
        .. runs.Select(run => new PastBuild
        {
            At = DateTimeOffset.UnixEpoch.AddTicks(run.At / TimeSpan.NanosecondsPerTick),
            Verdict = Enum.TryParse(run.Run.Verdict, ignoreCase: true, out Verdict verdict) ? verdict : Verdict.Undecided,
            Commit = run.Run.Commit,
            Findings = run.Run.Findings.Where(count => Enum.TryParse<Severity>(count.Key, ignoreCase: true, out _)).ToDictionary(count => Enum.Parse<Severity>(count.Key, ignoreCase: true), count => count.Value),
        }),
    ];
}
