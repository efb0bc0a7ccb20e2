using System.Globalization;
using KubeSec.Feedback;
using KubeSec.Findings;
using KubeSec.Gate;

namespace KubeSec.Reports.Html;

/// <summary>What run time has taught: the incidents that concern what was judged, on one time line and in words.</summary>
internal static class HtmlIncidents
{
    /// <summary>Bars beyond these are a wall; the list below the picture holds every incident.</summary>
    private const int MostBars = 40;

    private const int Width = 1000;
    private const int Left = 260;
    private const int RowHeight = 22;

    public static void Write(GateResult result, TextWriter output)
    {
        if (result.Incidents.Count == 0 && result.Patches.Count == 0)
        {
            return;
        }

        output.Write("<section aria-labelledby=\"incidents\">\n<h2 id=\"incidents\">What run time has taught</h2>\n");
        WriteTimeLine(result, output);
        output.Write("<ol class=\"incidents\">\n");
        foreach (Incident incident in result.Incidents)
        {
            string times = FormattableString.Invariant($"{Words.Time(incident.FirstSeen) ?? "unknown"} to {Words.Time(incident.LastSeen) ?? "unknown"}, at least {incident.CountLowerBound} times");
            output.Write($"<li class=\"{Words.Of(incident.Severity)}\" id=\"{Text(incident.Id)}\"><p><span class=\"severity\">{Words.Of(incident.Severity)}</span> {Text(incident.Rule)}</p>\n");
            output.Write($"<p class=\"soft\">{Text(incident.Id)}, {Words.Of(incident.State)}; {times}</p>\n<p>{Text(incident.Message)}</p>\n");
            WriteDemands(result, incident, output);
            output.Write("</li>\n");
        }

        output.Write("</ol>\n");
        foreach (LessonPatch patch in result.Patches)
        {
            output.Write($"<h3>The smallest change that meets the lessons, in {Text(patch.File)}</h3>\n<p class=\"soft\">{Text(string.Join("; ", patch.Controls))}</p>\n");
            output.Write($"<pre class=\"patch\" tabindex=\"0\">{string.Join("\n", patch.Diff.TrimEnd().Split('\n').Select(Text))}</pre>\n");
        }

        output.Write("</section>\n");
    }

    /// <summary>The findings by which the gate holds the incident against this build.</summary>
    private static void WriteDemands(GateResult result, Incident incident, TextWriter output)
    {
        foreach (Finding finding in result.Findings.Where(finding => finding.Suppression is null && finding.Rule.Category == RuleCategory.Lessons && finding.Message.Contains(incident.Id, StringComparison.Ordinal)))
        {
            output.Write($"<p><a href=\"#{Text(finding.Rule.Code)}\">{Text(finding.Rule.Code)} {Text(finding.Rule.Name)}</a>: {Text(finding.Message)}</p>\n");
        }
    }

    private static void WriteTimeLine(GateResult result, TextWriter output)
    {
        Incident[] timed = [.. result.Incidents.Where(incident => incident.FirstSeen is not null && incident.LastSeen is not null).OrderBy(incident => incident.FirstSeen).ThenBy(incident => incident.Id, StringComparer.Ordinal).Take(MostBars)];
        if (timed.Length == 0)
        {
            return;
        }

        long end = Math.Max(timed.Max(incident => incident.LastSeen!.Value), (result.JudgedAt - DateTimeOffset.UnixEpoch).Ticks * TimeSpan.NanosecondsPerTick);
        long start = Math.Min(timed[0].FirstSeen!.Value, end - 1);
        int height = (timed.Length * RowHeight) + 28;
        output.Write($"<div class=\"scroll\" tabindex=\"0\" role=\"region\" aria-label=\"Time line\">\n<svg class=\"picture\" viewBox=\"0 0 {Number(Width)} {Number(height)}\" role=\"img\" aria-labelledby=\"timeline-title\">\n");
        output.Write(string.Create(CultureInfo.InvariantCulture, $"<title id=\"timeline-title\">{timed.Length} incident{(timed.Length == 1 ? "" : "s")} between {Words.Time(start)} and {Words.Time(end)}; the list below says the same in words</title>\n"));
        for (int row = 0; row < timed.Length; row++)
        {
            Incident incident = timed[row];
            double from = Across(incident.FirstSeen!.Value, start, end);
            double width = Math.Max(Across(incident.LastSeen!.Value, start, end) - from, 4);
            int top = row * RowHeight;
            output.Write($"<g class=\"{Words.Of(incident.Severity)}\"><text x=\"{Number(Left - 10)}\" y=\"{Number(top + 15)}\" text-anchor=\"end\">{Text(Short(incident.Rule))}</text>");
            output.Write($"<rect x=\"{Number(from)}\" y=\"{Number(top + 4)}\" width=\"{Number(width)}\" height=\"14\" rx=\"3\"><title>{Text(incident.Rule)}: {Words.Time(incident.FirstSeen)} to {Words.Time(incident.LastSeen)}</title></rect></g>\n");
        }

        int axis = (timed.Length * RowHeight) + 4;
        output.Write($"<line class=\"axis\" x1=\"{Number(Left)}\" x2=\"{Number(Width)}\" y1=\"{Number(axis)}\" y2=\"{Number(axis)}\"/>\n");
        output.Write($"<text class=\"axis\" x=\"{Number(Left)}\" y=\"{Number(axis + 18)}\">{Day(start)}</text><text class=\"axis\" x=\"{Number(Width)}\" y=\"{Number(axis + 18)}\" text-anchor=\"end\">{Day(end)}</text>\n</svg>\n</div>\n");
    }

    private static double Across(long at, long start, long end) => Left + ((Width - Left - 6) * ((double)(at - start) / Math.Max(end - start, 1)));

    private static string Short(string text) => text.Length <= 34 ? text : text[..33] + "…";

    private static string Day(long nanoseconds) => DateTimeOffset.UnixEpoch.AddTicks(nanoseconds / TimeSpan.NanosecondsPerTick).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    private static string Number(double value) => value.ToString("0.#", CultureInfo.InvariantCulture);

    private static string Text(string text) => HtmlPage.Text(text);
}
