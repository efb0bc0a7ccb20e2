using KubeSec.Feedback;
using KubeSec.Feedback.Lifecycle;
using KubeSec.Findings;
using Microsoft.Extensions.Time.Testing;

namespace KubeSec.Core.Tests.Feedback;

/// <summary>The whole loop: incident, blocked build, control, passing build, control removed, blocked again.</summary>
public sealed class StoryOnSqliteTests() : StoryTests("sqlite");

public sealed class StoryOnPostgresTests() : StoryTests("postgres");

public abstract class StoryTests(string engine) : StoreTests(engine)
{
    private readonly FakeTimeProvider time = new(DateTimeOffset.Parse("2026-11-20T15:00:00Z"));

    [SkippableFact]
    public async Task A_removed_control_blocks_again_and_names_the_commit_that_brought_it()
    {
        await using IncidentStore store = await Fixture.OpenAsync(time: time);
        await store.RecordAsync(StoreFixture.Text(FalcoEvents.Event()), "-");

        FeedbackBlock block = Assert.Single((await store.JudgeAsync([Web()], Severity.High)).Blocks);
        Assert.Equal(FeedbackCheck.UnmetLesson, block.Check);
        Assert.Contains(block.Incident!.Id, block.Message, StringComparison.Ordinal);
        Assert.Contains("readOnlyRootFilesystem: true", block.Patch, StringComparison.Ordinal);

        Assert.Empty((await store.JudgeAsync([Web("ROFS")], Severity.High)).Blocks);
        await store.RecordGateRunAsync(new GateRunRecord { Verdict = "pass", Commit = "c0ffee", Containers = [Web("ROFS")] });
        Assert.Equal(IncidentState.Mitigated, (await store.ShowAsync(block.Incident!.Id))!.State);

        FeedbackBlock again = Assert.Single((await store.JudgeAsync([Web()], Severity.High)).Blocks);
        Assert.Equal(FeedbackCheck.RegressedControl, again.Check);
        Assert.Contains("c0ffee", again.Message, StringComparison.Ordinal);
        await store.RecordGateRunAsync(new GateRunRecord { Verdict = "fail", Commit = "bad", Containers = [Web()] });
        Assert.Equal(IncidentState.Regressed, (await store.ShowAsync(block.Incident!.Id))!.State);
        Assert.Equal(FeedbackCheck.RegressedControl, Assert.Single((await store.JudgeAsync([Web()], Severity.High)).Blocks).Check);
        IReadOnlyList<IncidentTransition> history = await store.HistoryAsync(block.Incident!.Id);
        Assert.Equal(2, history.Count);
        Assert.True(TransitionLog.IsIntact(block.Incident!.Id, history));
        Assert.False(TransitionLog.IsIntact(block.Incident!.Id, [history[0] with { Reason = "nothing to see" }, history[1]]));
    }

    [SkippableFact]
    public async Task Seeing_it_again_after_the_mitigation_is_a_regression_and_a_late_delivery_is_none()
    {
        await using IncidentStore store = await Fixture.OpenAsync(time: time);
        await store.RecordAsync(StoreFixture.Text(FalcoEvents.Event()), "-");
        await store.RecordGateRunAsync(new GateRunRecord { Verdict = "pass", Commit = "c0ffee", Containers = [Web("ROFS")] });
        string id = Assert.Single(await store.ListAsync(new IncidentQuery { States = [IncidentState.Mitigated] })).Id;
        await store.RecordAsync(StoreFixture.Text(FalcoEvents.Event(time: "2026-11-20T14:59:00Z")), "-");
        Assert.Equal(IncidentState.Mitigated, (await store.ShowAsync(id))!.State);
        await store.RecordAsync(StoreFixture.Text(FalcoEvents.Event(time: "2026-11-20T15:01:00Z")), "-");
        Assert.Equal(IncidentState.Regressed, (await store.ShowAsync(id))!.State);
    }

    [SkippableFact]
    public async Task A_control_in_a_failing_build_mitigates_nothing()
    {
        await using IncidentStore store = await Fixture.OpenAsync(time: time);
        await store.RecordAsync(StoreFixture.Text(FalcoEvents.Event()), "-");
        await store.RecordGateRunAsync(new GateRunRecord { Verdict = "fail", Containers = [Web("ROFS")] });
        Assert.Equal(IncidentState.Open, Assert.Single(await store.ListAsync(new IncidentQuery())).State);
    }

    [SkippableFact]
    public void Only_the_moves_of_the_lifecycle_are_allowed()
    {
        (IncidentState From, IncidentState To)[] allowed =
        [
            (IncidentState.Open, IncidentState.Triaged), (IncidentState.Open, IncidentState.Mitigated), (IncidentState.Open, IncidentState.FalsePositive), (IncidentState.Open, IncidentState.Expired),
            (IncidentState.Triaged, IncidentState.Mitigated), (IncidentState.Triaged, IncidentState.FalsePositive), (IncidentState.Triaged, IncidentState.Expired),
            (IncidentState.Mitigated, IncidentState.Verified), (IncidentState.Mitigated, IncidentState.Regressed), (IncidentState.Verified, IncidentState.Regressed),
            (IncidentState.Regressed, IncidentState.Mitigated), (IncidentState.FalsePositive, IncidentState.Open), (IncidentState.Expired, IncidentState.Open),
        ];
        foreach (IncidentState from in Enum.GetValues<IncidentState>())
        {
            foreach (IncidentState to in Enum.GetValues<IncidentState>())
            {
                Assert.Equal(allowed.Contains((from, to)), StateRules.Allows(from, to));
            }
        }
    }

    private static DeployedContainer Web(params string[] controls) => new()
    {
        Namespace = "shop",
        Kind = "Deployment",
        Workload = "web",
        Container = "web",
        Image = "ghcr.io/acme/shop-web:2",
        Controls = controls,
    };
}
