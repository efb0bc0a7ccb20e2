using KubeSec.Findings;
using KubeSec.Gate;

// The library behind every front end: options in, a verdict with its reasons out.
var gate = new SecurityGate(new GateOptions
{
    Paths = args.Length > 0 ? args : ["../shop/manifests"],
    PolicyFile = "../shop/kubesec.yaml",
});
GateResult result = await gate.JudgeAsync();

foreach (IGrouping<Severity, Finding> group in result.Findings.GroupBy(finding => finding.Severity).OrderByDescending(group => group.Key))
{
    Console.WriteLine($"{group.Key,-9} {group.Count()}");
}

Console.WriteLine($"{result.Verdict}: {string.Join("; ", result.Reasons.Select(reason => reason.Message))}");
return result.Verdict == Verdict.Pass ? 0 : 1;
