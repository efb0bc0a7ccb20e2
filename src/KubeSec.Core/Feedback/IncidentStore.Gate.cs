using KubeSec.Feedback.Attribution;
using KubeSec.Feedback.Judgement;
using KubeSec.Feedback.Lifecycle;
using KubeSec.Feedback.Redaction;
using KubeSec.Feedback.Storage;
using KubeSec.Findings;

namespace KubeSec.Feedback;

/// <content>What the gate asks and tells, and what people decide.</content>
public sealed partial class IncidentStore
{
    /// <summary>Holds containers about to be deployed against what has happened at run time.</summary>
    /// <param name="containers">Every container, with the controls its manifest shows.</param>
    /// <param name="atLeast">The least severity that stands in the way.</param>
    /// <param name="cancellationToken">Stops the reading.</param>
    /// <returns>What stands in the way, and what could not be told.</returns>
    /// <exception cref="FeedbackStoreException">The store could not be read.</exception>
    public Task<FeedbackVerdict> JudgeAsync(IReadOnlyList<DeployedContainer> containers, Severity atLeast, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(containers);
        return database.ReadAsync(
            async connection => await FeedbackJudge.JudgeAsync(connection, await ArtifactTable.WithAliasesAsync(connection, containers, cancellationToken), atLeast, cancellationToken),
            cancellationToken);
    }

    /// <summary>Records one judgement of the gate; incidents whose controls every manifest shows in a passing run are mitigated by it.</summary>
    /// <exception cref="FeedbackStoreException">The store could not be written.</exception>
    public Task RecordGateRunAsync(GateRunRecord run, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(run);
        long at = Now();
        run = run with { Pipeline = run.Pipeline is { } pipeline ? SecretText.RedactName(pipeline) : null };
        return database.WriteAsync(
            async (connection, transaction) =>
            {
                await GateRunLog.AppendAsync(connection, transaction, run, at);
                await BindingTable.AppendAsync(connection, transaction, run, at);
                await GateRunEffects.ApplyAsync(
                    connection, transaction, run with { Containers = await ArtifactTable.WithAliasesAsync(connection, run.Containers, CancellationToken.None) }, at);
            },
            cancellationToken);
    }

    /// <summary>Moves an incident to another state on somebody's word; a mitigation needs evidence, and verified is no word to give.</summary>
    /// <param name="id">The incident.</param>
    /// <param name="to">Where it stands now.</param>
    /// <param name="actor">Who says so.</param>
    /// <param name="reason">Why.</param>
    /// <param name="evidence">What it rests on; empty where nothing.</param>
    /// <param name="cancellationToken">Gives up before the write begins.</param>
    /// <exception cref="ArgumentException">Actor or reason is empty.</exception>
    /// <exception cref="FeedbackStoreException">The store could not be written.</exception>
    public async Task<TransitionResult> MoveAsync(string id, IncidentState to, string actor, string reason, string evidence, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(actor);
        ArgumentException.ThrowIfNullOrWhiteSpace(reason);
        if (to == IncidentState.Verified)
        {
            return new TransitionResult(false, "verified is nobody's word: it is concluded from what ran and who watched (kubesec incident verify)");
        }

        if (to == IncidentState.Mitigated && string.IsNullOrWhiteSpace(evidence))
        {
            return new TransitionResult(false, "a mitigation rests on something: name the commit, the image or the ticket as evidence");
        }

        TransitionResult? result = null;
        await database.WriteAsync(
            async (connection, transaction) => result = await TransitionLog.MoveAsync(connection, transaction, id, to, actor, reason, evidence, Now()), cancellationToken);
        return result!;
    }

    /// <summary>Concludes from what ran, and from who watched, which mitigations hold, and forgets what was never confirmed.</summary>
    /// <param name="id">The one incident to look at; null looks at all that are mitigated or forgotten.</param>
    /// <param name="options">What is asked; the defaults where null.</param>
    /// <param name="cancellationToken">Gives up before the write begins.</param>
    /// <returns>Every mitigated incident and what is missing, and every incident that moved.</returns>
    /// <exception cref="FeedbackStoreException">The store could not be read or written.</exception>
    public async Task<IReadOnlyList<Settlement>> SettleAsync(string? id = null, SettlementOptions? options = null, CancellationToken cancellationToken = default)
    {
        IReadOnlyList<Settlement> settled = [];
        long now = Now();
        await database.WriteAsync(
            async (connection, transaction) => settled = await Verification.SettleAsync(connection, transaction, id, options ?? new SettlementOptions(), now), cancellationToken);
        return settled;
    }

    /// <summary>Whether an incident's history is as it was written: every step's hash fits its content and the step before.</summary>
    /// <exception cref="FeedbackStoreException">The store could not be read.</exception>
    public async Task<bool> IsIntactAsync(string id, CancellationToken cancellationToken = default) => TransitionLog.IsIntact(id, await HistoryAsync(id, cancellationToken));

    /// <summary>The last judgements of the gate, the latest first, each with its moment in nanoseconds since 1970-01-01 UTC.</summary>
    /// <exception cref="FeedbackStoreException">The store could not be read.</exception>
    public Task<IReadOnlyList<(long At, GateRunRecord Run)>> GateRunsAsync(int limit = 100, CancellationToken cancellationToken = default) =>
        database.ReadAsync<IReadOnlyList<(long, GateRunRecord)>>(async connection => await GateRunLog.ReadAsync(connection, limit, cancellationToken), cancellationToken);
}
