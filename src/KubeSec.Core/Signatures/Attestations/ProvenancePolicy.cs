namespace KubeSec.Signatures;

/// <summary>
/// Where an image must come from, by SLSA provenance of v0.2 or v1. What is not set is not asked for, but the
/// provenance must never contradict the claims of the certificate that signed it.
/// </summary>
public sealed record ProvenancePolicy : AttestationPolicy
{
    /// <summary>The builder's identity, exactly, such as <c>https://github.com/actions/runner/github-hosted</c>.</summary>
    public string? Builder { get; init; }

    /// <summary>The repository, such as <c>https://github.com/acme/shop</c>; scheme prefix, ref and <c>.git</c> do not matter.</summary>
    public string? Source { get; init; }

    /// <summary>The git ref, exactly, such as <c>refs/heads/main</c>.</summary>
    public string? Ref { get; init; }

    /// <summary>The git commit, exactly.</summary>
    public string? Commit { get; init; }

    /// <summary>The build type, exactly.</summary>
    public string? BuildType { get; init; }

    /// <summary>Conditions on what whoever started the build could choose; paths begin below the parameters.</summary>
    public IReadOnlyList<PredicateCondition> Parameters { get; init; } = [];

    /// <inheritdoc/>
    public override string Kind => "SLSA provenance";

    /// <inheritdoc/>
    public override bool IsAbout(string predicateType)
    {
        ArgumentNullException.ThrowIfNull(predicateType);
        return SlsaProvenance.IsType(predicateType);
    }

    internal override IEnumerable<string> Demands =>
    [
        .. new[] { ("source", Source), ("ref", Ref), ("commit", Commit), ("builder", Builder), ("build type", BuildType) }
            .Where(demand => demand.Item2 is not null).Select(demand => $"the {demand.Item1} is '{demand.Item2}'"),
        .. Parameters.Select(condition => $"parameter {condition.ToText()}"),
        "it contradicts none of the certificate's own claims",
    ];

    private protected override void Require(PredicateField predicate, StatementContext context)
    {
        var type = context.Statement.PredicateType;
        var provenance = SlsaProvenance.Read(type, predicate);
        RequireSame(Builder, provenance.Builder, ReasonCodes.ProvenanceBuilderMismatch, "builder");
        RequireSame(BuildType, provenance.BuildType, ReasonCodes.ProvenanceBuildTypeMismatch, "build type");
        RequireSame(SlsaProvenance.Repository(Source), provenance.Source, ReasonCodes.ProvenanceSourceMismatch, "source");
        RequireSame(Ref, provenance.Ref, ReasonCodes.ProvenanceRefMismatch, "ref");
        RequireSame(Commit, provenance.Commit, ReasonCodes.ProvenanceCommitMismatch, "commit");
        var parameters = SlsaProvenance.Parameters(type, predicate);
        foreach (var condition in Parameters)
        {
            condition.Require(parameters);
        }

        RequireNoContradiction(provenance, context.Identity);
    }

    /// <summary>
    /// The builder writes the statement, the certificate authority writes the claims; a workflow that an attacker may
    /// change can put any source into the first and none into the second.
    /// </summary>
    private static void RequireNoContradiction(SlsaProvenance provenance, SignerIdentity? identity)
    {
        RequireClaim(identity, "sourceRepositoryUri", provenance.Source, SlsaProvenance.Repository);
        RequireClaim(identity, "sourceRepositoryRef", provenance.Ref, text => text);
        RequireClaim(identity, "sourceRepositoryDigest", provenance.Commit, text => text);
        RequireClaim(identity, "buildConfigUri", provenance.Workflow, SlsaProvenance.Repository);
        RequireClaim(identity, "buildTrigger", provenance.Trigger, text => text);
        RequireClaim(identity, "runInvocationUri", provenance.Run, text => text);

        // A builder named by its workflow and ref is the workflow that signed; GitHub's runners are told by where they run.
        string? workflow = provenance.Builder is { } named && named.Contains("/.github/workflows/", StringComparison.Ordinal) && named.Contains('@', StringComparison.Ordinal) ? named : null;
        RequireClaim(identity, "buildSignerUri", workflow, text => text);
        const string GitHubRunner = "https://github.com/actions/runner/";
        var runner = provenance.Builder is { } builder && builder.StartsWith(GitHubRunner, StringComparison.Ordinal) ? builder[GitHubRunner.Length..] : null;
        RequireClaim(identity, "runnerEnvironment", runner, text => text);
    }

    private static void RequireClaim(SignerIdentity? identity, string name, string? stated, Func<string?, string?> normalize)
    {
        if (stated is not null && identity is not null && identity.Claims.TryGetValue(name, out var claim))
        {
            RefusedException.Unless(
                normalize(claim) == stated, ReasonCodes.ProvenanceClaimMismatch, $"the provenance says '{stated}' and the signer's certificate says {name} '{claim}'");
        }
    }

    private static void RequireSame(string? expected, string? stated, string reason, string what) =>
        RefusedException.Unless(expected is null || expected == stated, reason, $"{what} '{expected}' is expected and the provenance says '{stated}'");
}
