using KubeSec.Images;

namespace KubeSec.Signatures;

/// <summary>Holds what was found beside one image against one policy.</summary>
internal sealed class PolicyEvaluation(SignaturePolicy policy, IReadOnlyList<VerifiedCandidate> candidates, DateTimeOffset now)
{
    /// <summary>Judges the policy.</summary>
    /// <param name="failures">What could not be looked at: with any of these there is no verdict, whatever was found elsewhere.</param>
    public PolicyTrace Judge(IReadOnlyList<LookupFailure> failures)
    {
        (VerifiedCandidate Candidate, Refusal? Refusal)[] judged = [.. candidates.Select(candidate => (candidate, RefusalOf(candidate)))];
        VerifiedCandidate[] counted = [.. judged.Where(entry => entry.Refusal is null).Select(entry => entry.Candidate)];
        Refusal[] notLookedAt = [.. failures.Select(failure => new Refusal(CodeOf(failure), failure.Message)).Distinct()];
        Refusal? broken = SignatureProblem(counted, judged) ?? AttestationProblem(counted);
        Refusal? open = broken is null ? null : StillOpen(judged);
        return new PolicyTrace
        {
            Images = [.. policy.Images.Select(glob => glob.Text)],
            Mode = policy.Mode,
            Outcome = notLookedAt.Length > 0 || open is not null ? ImageOutcome.Undecided : broken is null ? ImageOutcome.Pass : ImageOutcome.Fail,
            Reason = notLookedAt.Length > 0 ? notLookedAt[0] : open ?? broken,
            Signers = [.. policy.Signers.Where(signer => counted.Any(candidate => candidate.Signers.Contains(signer))).Select(signer => signer.Name)],
            Signatures = [.. judged.Select(entry => entry.Candidate.Trace(entry.Refusal))],
            NotLookedAt = notLookedAt,
            Logged = [.. counted.SelectMany(candidate => candidate.Result.Logged).Distinct()],
        };
    }

    /// <summary>What is listed and then not there has been taken away or never was: either way the looking failed.</summary>
    private static string CodeOf(LookupFailure failure) =>
        failure.IsAbsence ? ImageReasonCodes.RegistryContentWrong : ImageReasonCodes.Of(failure.Kind);

    /// <summary>Why a candidate does not count for this policy; null when it does.</summary>
    private Refusal? RefusalOf(VerifiedCandidate candidate)
    {
        if (candidate.Result.Refusal is { } refusal)
        {
            return refusal;
        }

        if (!candidate.IsSignature)
        {
            return IsDemanded(candidate) ? null
                : new Refusal(ImageReasonCodes.NotAnImageSignature, $"a statement of type '{candidate.PredicateType}' is not a signature of the image itself, and none of this type is demanded");
        }

        foreach ((string name, string wanted) in policy.Annotations.OrderBy(pair => pair.Key, StringComparer.Ordinal))
        {
            if (candidate.Result.Annotations.GetValueOrDefault(name) != wanted)
            {
                return new Refusal(ImageReasonCodes.AnnotationMismatch, $"the signature does not note {name}={wanted}");
            }
        }

        return null;
    }

    /// <summary>
    /// Why the policy may hold after all: it would if the candidates counted whose last check lacked what it needs.
    /// </summary>
    private Refusal? StillOpen((VerifiedCandidate Candidate, Refusal? Refusal)[] judged)
    {
        VerifiedCandidate[] possible = [.. judged.Where(entry => entry.Refusal is null || entry.Candidate.Result.IsUndecided).Select(entry => entry.Candidate)];
        return (SignatureProblem(possible, judged) ?? AttestationProblem(possible)) is null
            ? judged.First(entry => entry.Candidate.Result.IsUndecided).Refusal
            : null;
    }

    private Refusal? SignatureProblem(VerifiedCandidate[] counted, (VerifiedCandidate Candidate, Refusal? Refusal)[] judged)
    {
        if (!policy.RequireSignature)
        {
            return null;
        }

        int needed = policy.Quorum.Of(policy.Signers.Count);
        int found = SignerQuorum.Distinct(
        [
            .. policy.Signers.Select(signer => counted
                .Where(candidate => candidate.IsSignature && candidate.Signers.Contains(signer))
                .Select(candidate => candidate.Witness).Distinct().ToArray()),
        ]);
        if (found >= needed)
        {
            return null;
        }

        return judged.Length == 0
            ? new Refusal(ImageReasonCodes.ImageUnsigned, "no signature was found")
            : new Refusal(ImageReasonCodes.SignersMissing, $"{found} of the {needed} signers demanded signed; {Because(judged)}");
    }

    /// <summary>Whether the policy asks for this kind of statement, or has a use for it: OpenVEX excuses what a scan found.</summary>
    private bool IsDemanded(VerifiedCandidate candidate) =>
        policy.Attestations.Any(wanted => wanted.IsAbout(candidate.PredicateType!))
        || (policy.Attestations.OfType<VulnerabilityPolicy>().Any() && OpenVexDocument.From(candidate.Result) is not null);

    private Refusal? AttestationProblem(VerifiedCandidate[] counted)
    {
        OpenVexDocument[] excuses = [.. counted.Select(candidate => OpenVexDocument.From(candidate.Result)).OfType<OpenVexDocument>()];
        return policy.Attestations
            .Select(wanted => wanted is VulnerabilityPolicy scan ? scan with { Excuses = [.. scan.Excuses, .. excuses] } : wanted)
            .Select(wanted => ProblemOf(wanted, counted))
            .FirstOrDefault(problem => problem is not null);
    }

    /// <summary>
    /// One statement that says what is asked for is enough; otherwise the first that does not is told. Of statements that
    /// take each other's stead the latest alone are asked.
    /// </summary>
    private Refusal? ProblemOf(AttestationPolicy wanted, VerifiedCandidate[] counted)
    {
        (BundleVerificationResult Result, DateTimeOffset? Time)[] about =
        [
            .. counted.Where(candidate => !candidate.IsSignature && wanted.IsAbout(candidate.PredicateType!))
                .Select(candidate => (candidate.Result, wanted.TimeOf(candidate.Result.Statement!))),
        ];
        if (about.Max(statement => statement.Time) is { } latest)
        {
            return about.Where(statement => statement.Time == latest)
                .Select(statement => wanted.Judge(statement.Result, now)).FirstOrDefault(problem => problem is not null);
        }

        Refusal?[] answers = [.. about.Select(statement => wanted.Judge(statement.Result, now))];
        return answers.Length == 0
            ? new Refusal(ImageReasonCodes.AttestationMissing, $"no signed {wanted.Kind} was found")
            : answers.Contains(null) ? null : answers[0];
    }

    /// <summary>The refusal of the candidate that came furthest says the most.</summary>
    private static string Because((VerifiedCandidate Candidate, Refusal? Refusal)[] judged) =>
        judged.Where(entry => entry.Refusal is not null).OrderByDescending(entry => entry.Candidate.Result.Held.Count).FirstOrDefault().Refusal is { } refusal
            ? $"the closest of {judged.Length} candidates is refused with {refusal}"
            : $"{judged.Length} candidates were found";
}
