namespace KubeSec.Signatures;

/// <summary>
/// A verification summary (slsa.dev/spec/v1.0/verification_summary): someone trusted has verified the image already. Of
/// several by that verifier the latest decides.
/// </summary>
/// <param name="Verifier">Who must have verified, exactly.</param>
public sealed record VerificationSummaryPolicy(string Verifier) : AttestationPolicy
{
    /// <summary>The resource it must be about, exactly; null for any, since the statement's subject is the image already.</summary>
    public string? ResourceUri { get; init; }

    /// <summary>The policy it must have been verified against, exactly; null for any.</summary>
    public string? PolicyUri { get; init; }

    /// <summary>Levels it must state, such as <c>SLSA_BUILD_LEVEL_3</c>; a higher level of the same track counts.</summary>
    public IReadOnlyList<string> Levels { get; init; } = [];

    /// <summary>How long ago it may have been made; null for any time.</summary>
    public TimeSpan? MaxAge { get; init; }

    /// <inheritdoc/>
    public override string Kind => "verification summary";

    /// <inheritdoc/>
    public override bool IsAbout(string predicateType) =>
        predicateType is "https://slsa.dev/verification_summary/v1" or "https://slsa.dev/verification_summary/v0.2";

    internal override IEnumerable<string> Demands =>
    [
        $"verified by '{Verifier}', with the result PASSED",
        .. ResourceUri is null ? Array.Empty<string>() : [$"the resource is '{ResourceUri}'"],
        .. PolicyUri is null ? Array.Empty<string>() : [$"the policy is '{PolicyUri}'"],
        .. Levels.Select(level => $"level {level} or higher is stated"),
        .. MaxAge is { } age ? [FormattableString.Invariant($"it is at most {age.TotalDays:0.##} days old")] : Array.Empty<string>(),
    ];

    private protected override string? TimeOf(PredicateField predicate) => predicate.At("verifier.id").Text == Verifier
        && (ResourceUri ?? predicate["resourceUri"].Text) == predicate["resourceUri"].Text
        && (PolicyUri ?? predicate.At("policy.uri").Text) == predicate.At("policy.uri").Text
            ? predicate["timeVerified"].Text : null;

    private protected override void Require(PredicateField predicate, StatementContext context)
    {
        RequireSame(Verifier, predicate.At("verifier.id").Text, ReasonCodes.SummaryVerifierMismatch, "verifier");
        RequireSame(ResourceUri, predicate["resourceUri"].Text, ReasonCodes.SummaryResourceMismatch, "resource");
        RequireSame(PolicyUri, predicate.At("policy.uri").Text, ReasonCodes.SummaryPolicyMismatch, "policy");
        var outcome = predicate["verificationResult"].Text;
        RefusedException.Unless(outcome == "PASSED", ReasonCodes.SummaryNotPassed, $"the summary's result is '{outcome}'");
        string[] stated = [.. predicate["verifiedLevels"].Items.Select(level => level.Text).OfType<string>()];
        foreach (var level in Levels)
        {
            RefusedException.Unless(
                stated.Any(own => Reaches(own, level)), ReasonCodes.SummaryLevelMissing, $"level {level} is expected and the summary states: {string.Join(", ", stated)}");
        }

        if (MaxAge is { } age)
        {
            context.RequireRecent(predicate["timeVerified"].Text, age, ReasonCodes.SummaryTooOld, "the verification");
        }
    }

    /// <summary>Levels of one track differ in their last number only; levels of other names must be the same.</summary>
    private static bool Reaches(string stated, string demanded)
    {
        var track = demanded.LastIndexOf('_') + 1;
        return stated == demanded
            || (track > 0
                && stated.StartsWith(demanded[..track], StringComparison.Ordinal)
                && byte.TryParse(stated.AsSpan(track), System.Globalization.NumberStyles.None, null, out var own)
                && byte.TryParse(demanded.AsSpan(track), System.Globalization.NumberStyles.None, null, out var least)
                && own >= least);
    }

    private static void RequireSame(string? expected, string? stated, string reason, string what) =>
        RefusedException.Unless(expected is null || expected == stated, reason, $"{what} '{expected}' is expected and the summary says '{stated}'");
}
