using System.Globalization;
using System.Text;
using KubeSec.Feedback;
using KubeSec.Findings;
using KubeSec.Gate;

namespace KubeSec.Cli.Incidents;

/// <summary>The words of <c>kubesec lessons</c> and <c>kubesec trend</c> for people.</summary>
internal static class LessonText
{
    public static void Write(IReadOnlyList<LessonStanding> lessons, TextWriter output)
    {
        if (lessons.Count == 0)
        {
            output.WriteLine("nothing to learn");
        }

        foreach (LessonStanding lesson in lessons)
        {
            Incident incident = lesson.Incident;
            output.WriteLine($"{incident.Id}  {incident.Severity.ToString().ToLowerInvariant(),-8}  {IncidentText.Word(incident.State),-14}  {IncidentText.Clean(incident.Rule)}");
            output.WriteLine($"  concerns   {(lesson.Scope.Count == 0 ? "nothing that is deployed" : IncidentText.Clean(string.Join(", ", lesson.Scope)))}");
            output.WriteLine($"  asks for   {(lesson.Asked.Count == 0 ? "a person's word: no manifest can show what would prevent it" : string.Join(", or\n             ", lesson.Asked.Select(Describe)))}");
            if (lesson.Mitigation is { } mitigation)
            {
                output.WriteLine($"  mitigated  {IncidentTime.Format(mitigation.At)} by {IncidentText.Clean($"{mitigation.Evidence}: {mitigation.Reason}")}");
            }

            if (lesson.Waiver is { } waiver)
            {
                output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"  waived     until {waiver.Expires:yyyy-MM-dd}, owned by {IncidentText.Clean(waiver.Owner)}, approved by {IncidentText.Clean(waiver.Approver)}: {IncidentText.Clean(waiver.Reason)}"));
            }
        }
    }

    public static void Write(ProcessBaseline baseline, TextWriter output)
    {
        output.WriteLine(baseline.LearntUntil is { } until ? $"baseline of {IncidentTime.Format(until)}" : "no baseline yet; what was seen so far:");
        foreach ((string heading, IReadOnlyList<SeenProcess> processes) in ((string, IReadOnlyList<SeenProcess>)[])[("known", baseline.Known), ("excess", baseline.Excess)])
        {
            foreach (SeenProcess process in processes)
            {
                output.WriteLine(string.Create(
                    CultureInfo.InvariantCulture,
                    $"  {heading,-6}  {IncidentText.Clean(process.Executable)}  in {process.Pods} pod{(process.Pods == 1 ? "" : "s")}, {IncidentTime.Format(process.FirstSeen) ?? "?"} to {IncidentTime.Format(process.LastSeen) ?? "?"}"));
            }
        }
    }

    /// <summary>Comments and diffs: what <c>patch -p1</c> reads, since it skips text before a file's header.</summary>
    public static string Of(LessonProposals proposals)
    {
        var text = new StringBuilder();
        foreach (LessonProposal proposal in proposals.Patches)
        {
            AppendReasons(text, proposal.Because);
            text.Append(proposal.Patch.Diff).Append('\n');
        }

        if (proposals.Network is { } network)
        {
            text.Append("# Network policies to add; they allow nothing that today's manifests do not:\n");
            AppendReasons(text, network.Because);
            text.Append(network.Yaml);
        }

        return text.Length == 0 ? "nothing to propose\n" : text.ToString();
    }

    private static void AppendReasons(StringBuilder text, IEnumerable<string> reasons)
    {
        foreach (string reason in reasons)
        {
            text.Append("# ").Append(IncidentText.Clean(reason)).Append('\n');
        }
    }

    public static void Write(IReadOnlyList<(long At, GateRunRecord Run)> runs, IReadOnlyDictionary<IncidentState, long> states, TextWriter output)
    {
        output.WriteLine(runs.Count == 0 ? "no build has been judged" : $"{"judged",-20}  {"verdict",-9}  {"commit",-12}  critical  high  medium  lessons unmet");
        int? before = null;
        foreach ((long at, GateRunRecord run) in runs)
        {
            string change = before is { } earlier && earlier != run.Unmet.Count ? string.Create(CultureInfo.InvariantCulture, $" ({run.Unmet.Count - earlier:+0;-0})") : "";
            string commit = IncidentText.Clean(run.Commit is { Length: > 12 } full ? full[..12] : run.Commit ?? "-");
            output.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"{IncidentTime.Format(at)![..19]}Z  {run.Verdict,-9}  {commit,-12}  {Count(run, Severity.Critical),8}  {Count(run, Severity.High),4}  {Count(run, Severity.Medium),6}  {run.Unmet.Count}{change}"));
            before = run.Unmet.Count;
        }

        output.WriteLine("incidents: " + (states.Count == 0 ? "none" : string.Join(", ", states.Select(pair => string.Create(CultureInfo.InvariantCulture, $"{pair.Value} {IncidentText.Word(pair.Key)}")))));
    }

    private static int Count(GateRunRecord run, Severity severity) => run.Findings.GetValueOrDefault(severity.ToString().ToLowerInvariant());

    private static string Describe(Control control) => $"{control.Title} [{control.Code}]" + (control.RefutedBy.Count > 0 ? $", shown by {string.Join(", ", control.RefutedBy)}" : "");
}
