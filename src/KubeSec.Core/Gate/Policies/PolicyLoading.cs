using KubeSec.Findings;

namespace KubeSec.Gate.Policies;

/// <summary>Finds the policy of a run and lays the options' overrides over it.</summary>
internal static class PolicyLoading
{
    /// <summary>Starts the run. A wrong policy leaves its problems in it and a reason of kind usage.</summary>
    public static GateRun Begin(GateOptions options, DateTimeOffset now)
    {
        string? file = options.Policy is not null ? null : options.PolicyFile ?? Default(options.WorkingDirectory);
        PolicyReading reading = file is null ? InCode(options.Policy ?? new GatePolicy()) : PolicyFile.Read(file, options.WorkingDirectory);
        List<GateReason> problems = [];
        GatePolicy policy = Override(reading.Policy ?? new GatePolicy(), options, problems);
        var run = new GateRun(options, policy) { Now = now, PolicyFile = file, Waivers = reading.Waivers };
        run.Findings.AddRange(reading.Problems);
        run.Undecided.AddRange(problems);
        foreach (Finding problem in reading.Problems)
        {
            run.Undecide(GateReasonKind.Usage, $"{problem.Span}: {problem.Message}");
        }

        return run;
    }

    private static string? Default(string folder) =>
        File.Exists(Path.Combine(folder, PolicyFile.DefaultName)) ? PolicyFile.DefaultName : null;

    private static GatePolicy Override(GatePolicy policy, GateOptions options, List<GateReason> problems) => policy with
    {
        FailOn = options.FailOn ?? policy.FailOn,
        KubernetesVersion = options.KubernetesVersion ?? policy.KubernetesVersion,
        Frameworks = options.Frameworks.Count > 0 ? options.Frameworks : policy.Frameworks,
        Signatures = PresetOverrides.Add(policy.Signatures, options.ImagePresets, problems),
        OwnRules = [.. policy.OwnRules, .. options.OwnRules],
        Baseline = options.IgnoreBaseline ? null : options.Baseline is { } file ? Path.GetFullPath(file, Path.GetFullPath(options.WorkingDirectory)) : policy.Baseline,
    };

    private static PolicyReading InCode(GatePolicy policy) => new()
    {
        Policy = policy,
        Waivers = [.. policy.Waivers.Select(waiver => new PlacedWaiver(waiver, SourceSpan.StartOf("policy")))],
    };
}
