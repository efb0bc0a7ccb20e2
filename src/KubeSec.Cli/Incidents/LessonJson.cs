using System.Globalization;
using System.Text.Json;
using KubeSec.Feedback;
using KubeSec.Feedback.Decisions;

namespace KubeSec.Cli.Incidents;

/// <summary>The JSON of <c>kubesec lessons</c>, <c>kubesec trend</c> and of decisions: a contract for scripts.</summary>
internal static class LessonJson
{
    public static void Write(TransitionResult result, TextWriter output) => IncidentJson.Write(output, writer =>
    {
        writer.WriteStartObject();
        writer.WriteBoolean("taken", result.Moved);
        writer.WriteString("message", result.Message);
        writer.WriteEndObject();
    });

    public static void Write(IReadOnlyList<Settlement> settled, TextWriter output) => IncidentJson.Write(output, writer =>
    {
        writer.WriteStartObject();
        writer.WriteStartArray("incidents");
        foreach (Settlement settlement in settled)
        {
            writer.WriteStartObject();
            writer.WriteString("id", settlement.Incident);
            writer.WriteString("state", IncidentText.Word(settlement.State));
            writer.WriteBoolean("moved", settlement.Moved);
            writer.WriteString("reason", settlement.Reason);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
        writer.WriteEndObject();
    });

    public static void Write(ProcessBaseline baseline, TextWriter output) => IncidentJson.Write(output, writer =>
    {
        writer.WriteStartObject();
        writer.WriteString("digest", baseline.Digest);
        writer.WriteString("learntUntil", IncidentTime.Format(baseline.LearntUntil));
        foreach ((string heading, IReadOnlyList<SeenProcess> processes) in ((string, IReadOnlyList<SeenProcess>)[])[("known", baseline.Known), ("excess", baseline.Excess)])
        {
            writer.WriteStartArray(heading);
            foreach (SeenProcess process in processes)
            {
                writer.WriteStartObject();
                writer.WriteString("executable", process.Executable);
                writer.WriteString("firstSeen", IncidentTime.Format(process.FirstSeen));
                writer.WriteString("lastSeen", IncidentTime.Format(process.LastSeen));
                writer.WriteNumber("pods", process.Pods);
                writer.WriteEndObject();
            }

            writer.WriteEndArray();
        }

        writer.WriteEndObject();
    });

    public static void Write(IReadOnlyList<LessonStanding> lessons, TextWriter output) => IncidentJson.Write(output, writer =>
    {
        writer.WriteStartObject();
        writer.WriteStartArray("lessons");
        foreach (LessonStanding lesson in lessons)
        {
            Write(writer, lesson);
        }

        writer.WriteEndArray();
        writer.WriteEndObject();
    });

    public static void Write(IReadOnlyList<(long At, GateRunRecord Run)> runs, IReadOnlyDictionary<IncidentState, long> states, TextWriter output) => IncidentJson.Write(output, writer =>
    {
        writer.WriteStartObject();
        writer.WriteStartArray("builds");
        foreach ((long at, GateRunRecord run) in runs)
        {
            writer.WriteStartObject();
            writer.WriteString("at", IncidentTime.Format(at));
            writer.WriteString("verdict", run.Verdict);
            writer.WriteString("commit", run.Commit);
            writer.WriteString("pipeline", run.Pipeline);
            writer.WriteNumber("containers", run.Containers.Count);
            writer.WriteStartObject("findings");
            foreach ((string severity, int count) in run.Findings.OrderBy(pair => pair.Key, StringComparer.Ordinal))
            {
                writer.WriteNumber(severity, count);
            }

            writer.WriteEndObject();
            IncidentJson.WriteTexts(writer, "unmet", run.Unmet);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
        writer.WriteStartObject("incidents");
        foreach ((IncidentState state, long count) in states)
        {
            writer.WriteNumber(IncidentText.Word(state), count);
        }

        writer.WriteEndObject();
        writer.WriteEndObject();
    });

    private static void Write(Utf8JsonWriter writer, LessonStanding lesson)
    {
        writer.WriteStartObject();
        writer.WriteStartObject("incident");
        IncidentJson.WriteFields(writer, lesson.Incident);
        writer.WriteEndObject();
        IncidentJson.WriteTexts(writer, "scope", lesson.Scope);
        writer.WriteStartArray("asked");
        foreach (Control control in lesson.Asked)
        {
            writer.WriteStartObject();
            writer.WriteString("code", control.Code);
            writer.WriteString("title", control.Title);
            IncidentJson.WriteTexts(writer, "shownBy", control.RefutedBy);
            writer.WriteString("patch", control.Patch);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
        if (lesson.Mitigation is { } mitigation)
        {
            writer.WriteStartObject("mitigation");
            writer.WriteString("at", IncidentTime.Format(mitigation.At));
            writer.WriteString("actor", mitigation.Actor);
            writer.WriteString("reason", mitigation.Reason);
            writer.WriteString("evidence", mitigation.Evidence);
            writer.WriteEndObject();
        }

        if (lesson.Waiver is { } waiver)
        {
            Write(writer, waiver);
        }

        writer.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter writer, IncidentWaiver waiver)
    {
        writer.WriteStartObject("waiver");
        writer.WriteString("owner", waiver.Owner);
        writer.WriteString("approver", waiver.Approver);
        writer.WriteString("reason", waiver.Reason);
        writer.WriteString("from", waiver.From.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture));
        writer.WriteString("expires", waiver.Expires.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture));
        writer.WriteString("workload", waiver.Workload);
        writer.WriteEndObject();
    }
}
