using KubeSec.Tests;

namespace KubeSec.Cake.Tests;

public sealed class IncidentAliasTests(CakeScript cake) : IClassFixture<CakeScript>
{
    [SkippableFact]
    public void Events_are_recorded_once_and_counted()
    {
        string events = Path.Combine(SharedFiles.RepositoryRoot()!, "samples", "shop", "events", "falco.ndjson");
        cake.Manifest("events/falco.ndjson", File.ReadAllText(events) + "{not json\n");
        ProcessRun run = cake.Run(
            """
            Task("Default").Does(() =>
            {
                RecordResult first = KubeSecRecordIncidents("./events/*.ndjson");
                RecordResult again = KubeSecRecordIncidents("./events", new KubeSecRecordIncidentsSettings { Source = "falco" });
                Information("first {0} then {1} new, {2} known", first.Recorded, again.Recorded, again.Duplicates);
            });
            RunTarget("Default");
            """);
        run.Succeeded();
        Assert.Contains("first 3 then 0 new, 3 known", run.Output, StringComparison.Ordinal);
        Assert.Contains("set aside:", run.Text, StringComparison.Ordinal);
        Assert.True(File.Exists(Path.Combine(cake.Folder, ".kubesec", "feedback.db")));
    }

    [SkippableFact]
    public void A_glob_that_matches_nothing_is_said_so()
    {
        ProcessRun run = cake.Run("Task(\"Default\").Does(() => KubeSecRecordIncidents(\"./none/*.ndjson\"));\nRunTarget(\"Default\");\n");
        Assert.NotEqual(0, run.ExitCode);
        Assert.Contains("'./none/*.ndjson' matches no file", run.Text, StringComparison.Ordinal);
    }
}
