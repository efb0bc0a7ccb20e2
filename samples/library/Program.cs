using KubeSec.Findings;
using KubeSec.Gate;
using KubeSec.Manifests;
using KubeSec.Rules;

// A rule of the team's own: what it is, and where in a workload it looks.
OwnRule team = new RuleBuilder("ACME001", "team-label-missing")
    .Titled("Workload without a team label")
    .OfSeverity(Severity.Medium)
    .Because("Nobody is called when it breaks.")
    .MendedBy("Add metadata.labels.team.")
    .ForWorkloads((workload, report) =>
    {
        Field label = workload.Resource.Labels["team"];
        if (!label.Exists)
        {
            report(label, $"{workload.Resource} names no team");
        }
    })
    .Build();

// The library behind every front end: options in, a verdict with its reasons out.
var gate = new SecurityGate(new GateOptions
{
    Paths = args.Length > 0 ? args : ["../shop/manifests"],
    PolicyFile = "../shop/kubesec.yaml",
    OwnRules = [team],
});
GateResult result = await gate.JudgeAsync();

foreach (IGrouping<Severity, Finding> group in result.Findings.GroupBy(finding => finding.Severity).OrderByDescending(group => group.Key))
{
    Console.WriteLine($"{group.Key,-9} {group.Count()}");
}

Console.WriteLine($"{result.Verdict}: {string.Join("; ", result.Reasons.Select(reason => reason.Message))}");
return result.Verdict == Verdict.Pass ? 0 : 1;
