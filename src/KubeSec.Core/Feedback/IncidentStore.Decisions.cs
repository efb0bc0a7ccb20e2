using KubeSec.Feedback.Attribution;
using KubeSec.Feedback.Decisions;
using KubeSec.Feedback.Judgement;
using KubeSec.Feedback.Redaction;
using KubeSec.Feedback.Storage;
using KubeSec.Findings;

namespace KubeSec.Feedback;

/// <content>What people decide about incidents beside their state: waivers and denials.</content>
public sealed partial class IncidentStore
{
    /// <summary>Lets builds pass although an incident is open, until a day. The days and the severity are the store's own to set.</summary>
    /// <param name="waiver">The waiver; its first day and highest severity are taken from the clock and the incident.</param>
    /// <param name="cancellationToken">Gives up before the write begins.</param>
    /// <returns>Whether it was taken, and why not.</returns>
    /// <exception cref="FeedbackStoreException">The store could not be written.</exception>
    public async Task<TransitionResult> WaiveAsync(IncidentWaiver waiver, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(waiver);
        DateOnly today = DateOnly.FromDateTime(time.GetUtcNow().UtcDateTime);
        if (await ShowAsync(waiver.Incident, cancellationToken) is not { } incident)
        {
            return new TransitionResult(false, $"there is no incident {waiver.Incident}");
        }

        IncidentWaiver kept = waiver with { From = today, UpTo = incident.State == IncidentState.Regressed ? (Severity)Math.Min((int)Severity.Critical, (int)incident.Severity + 1) : incident.Severity };
        if (!kept.Revoked && (kept.Problem(today) ?? (kept.Expires < today ? "its last day is over" : null)) is { } problem)
        {
            return new TransitionResult(false, $"incident {incident.Id} is not waived: {problem}");
        }

        long at = Now();
        await database.WriteAsync((connection, transaction) => DecisionLog.AppendAsync(connection, transaction, new Decision { Waiver = kept with { Reason = SecretText.RedactName(kept.Reason) } }, at), cancellationToken);
        return new TransitionResult(true, kept.Revoked
            ? $"the waiver of incident {incident.Id} is revoked"
            : FormattableString.Invariant($"incident {incident.Id} is waived up to severity {StoreCommands.Word(kept.UpTo)} until {kept.Expires:yyyy-MM-dd}, owned by {kept.Owner}, approved by {kept.Approver}"));
    }

    /// <summary>The waivers that were given and not revoked, whatever their days.</summary>
    /// <exception cref="FeedbackStoreException">The store could not be read.</exception>
    public Task<IReadOnlyList<IncidentWaiver>> WaiversAsync(CancellationToken cancellationToken = default) =>
        database.ReadAsync(connection => DecisionLog.WaiversAsync(connection, cancellationToken), cancellationToken);

    /// <summary>What is known to run in an image, and what else was seen there.</summary>
    /// <param name="digest">The image's digest, by any of its names.</param>
    /// <param name="cancellationToken">Stops the reading.</param>
    /// <exception cref="FeedbackStoreException">The store could not be read.</exception>
    public Task<ProcessBaseline> BaselineAsync(string digest, CancellationToken cancellationToken = default) =>
        database.ReadAsync(connection => BaselineReader.OfImageAsync(connection, digest, cancellationToken), cancellationToken);

    /// <summary>Takes what ran in an image until now for what is meant to run there; refused while an incident of the image is open.</summary>
    /// <exception cref="ArgumentException">Actor or reason is empty.</exception>
    /// <exception cref="FeedbackStoreException">The store could not be written.</exception>
    public async Task<TransitionResult> LearnAsync(string digest, string actor, string reason, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(actor);
        ArgumentException.ThrowIfNullOrWhiteSpace(reason);
        if (RuntimeImage.DigestOf(digest) is not { } image)
        {
            return new TransitionResult(false, $"'{digest}' is no digest; write sha256: and 64 hexadecimal digits");
        }

        IReadOnlyList<Incident> open = await database.ReadAsync(connection => BaselineReader.OpenAsync(connection, image, cancellationToken), cancellationToken);
        if (open.Count > 0)
        {
            return new TransitionResult(false, $"nothing is learnt of {image} while incident {open[0].Id} is open: what ran meanwhile may be the attacker's");
        }

        ProcessBaseline baseline = await BaselineAsync(image, cancellationToken);
        if (baseline.Known.Count == 0)
        {
            return new TransitionResult(false, $"nothing was seen running in {image}: record what a sensor sees first");
        }

        long at = Now();
        var learnt = new LearntBaseline { Digest = image, Until = at, Actor = actor, Reason = SecretText.RedactName(reason) };
        await database.WriteAsync((connection, transaction) => DecisionLog.AppendAsync(connection, transaction, new Decision { Baseline = learnt }, at), cancellationToken);
        return new TransitionResult(true, FormattableString.Invariant($"the baseline of {image} knows what was seen until now; anything else is in excess"));
    }

    /// <summary>Denies an image, a layer or a base image after an incident, or lifts that again.</summary>
    /// <exception cref="ArgumentException">Actor or reason is empty.</exception>
    /// <exception cref="FeedbackStoreException">The store could not be written.</exception>
    public async Task<TransitionResult> DenyAsync(Denial denial, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(denial);
        ArgumentException.ThrowIfNullOrWhiteSpace(denial.Actor);
        ArgumentException.ThrowIfNullOrWhiteSpace(denial.Reason);
        if (RuntimeImage.DigestOf(denial.Digest) is not { } digest)
        {
            return new TransitionResult(false, $"'{denial.Digest}' is no digest; write sha256: and 64 hexadecimal digits");
        }

        if (await ShowAsync(denial.Incident, cancellationToken) is null)
        {
            return new TransitionResult(false, $"there is no incident {denial.Incident}");
        }

        long at = Now();
        await database.WriteAsync((connection, transaction) => DecisionLog.AppendAsync(connection, transaction, new Decision { Denial = denial with { Digest = digest, Reason = SecretText.RedactName(denial.Reason) } }, at), cancellationToken);
        string what = denial.Kind switch { DenialKind.Digest => "image", DenialKind.Layer => "layer", _ => "base image" };
        return new TransitionResult(true, $"{what} {digest} is {(denial.Lifted ? "allowed again" : "denied")}");
    }
}
