using System.Globalization;
using KubeSec.Findings;
using KubeSec.Gate;

namespace KubeSec.Reports;

/// <summary>For people at a terminal: findings grouped by file with their source, then the verdict and why.</summary>
internal sealed class ConsoleReport : Report
{
    public override void Write(GateResult result, TextWriter output, ReportOptions options)
    {
        var ink = new Ink(options.Colour);
        if (options.Detail != ReportDetail.Brief)
        {
            var excerpts = new SourceExcerpts(options.WorkingDirectory);
            var followers = new Followers(result);
            IEnumerable<Finding> shown = result.Findings.Where(finding => options.Detail == ReportDetail.Full || (finding.Suppression is null && followers.LeaderOf(finding) is null));
            foreach (IGrouping<string, Finding> file in shown.GroupBy(finding => finding.Span.File, StringComparer.Ordinal))
            {
                output.Write($"{ink.Bold(PlainText.OneLine(file.Key))}\n");
                Finding[] findings = [.. file];
                for (int index = 0; index < findings.Length; index++)
                {
                    // Findings at one place share the excerpt below the last of them.
                    bool shared = options.Detail != ReportDetail.Full && index + 1 < findings.Length && findings[index + 1].Span == findings[index].Span;
                    Write(findings[index], shared ? null : excerpts.Of(findings[index]), output, options, ink);
                    if (options.Detail != ReportDetail.Full && followers.CountOf(findings[index]) is > 0 and int more)
                    {
                        output.Write($"           {ink.Dim($"and with it {more} more (--verbose names them)")}\n");
                    }
                }

                output.Write('\n');
            }

            foreach (LessonPatch patch in result.Patches)
            {
                Write(patch, output, ink);
            }

            foreach (FrameworkReport framework in result.Frameworks)
            {
                Write(framework, output, options, ink);
            }

            foreach (string note in result.Notes)
            {
                output.Write($"{ink.Dim("note:")} {PlainText.OneLine(note)}\n");
            }
        }

        WriteVerdict(result, output, ink);
    }

    private static void Write(Finding finding, SourceExcerpt? excerpt, TextWriter output, ReportOptions options, Ink ink)
    {
        string place = string.Create(CultureInfo.InvariantCulture, $"{finding.Span.Line}:{finding.Span.Column}");
        string about = finding.Resource is { } resource ? $" ({PlainText.OneLine(resource.ToString())})" : "";
        output.Write($"  {place,-8} {ink.Of(finding.Severity)} {PlainText.OneLine(finding.Message)}{ink.Dim(about)}  {ink.Dim($"{finding.Rule.Code} {finding.Rule.Name}")}\n");
        if (excerpt is not null)
        {
            string margin = new(' ', excerpt.Number.ToString(CultureInfo.InvariantCulture).Length);
            output.Write(string.Create(CultureInfo.InvariantCulture, $"           {ink.Dim($"{excerpt.Number} |")} {excerpt.Text}\n"));
            output.Write($"           {margin} {ink.Dim("|")} {new string(' ', excerpt.Start)}{ink.Caret(new string('^', excerpt.Length), finding.Severity)}\n");
        }

        if (finding.Suppression is { } suppression)
        {
            output.Write($"           {ink.Dim($"suppressed by {Words.Of(suppression.Kind)}: {PlainText.OneLine(suppression.Reason)}")}\n");
        }

        if (options.Detail == ReportDetail.Full)
        {
            output.Write($"           {ink.Dim("why:")} {finding.Rule.Why}\n           {ink.Dim("mend:")} {finding.Rule.Remedy}\n");
            if (finding.Fix is { } fix)
            {
                output.Write($"           {ink.Dim("fix:")} {PlainText.OneLine(fix.Description)}{Caution(fix)}\n");
            }
        }
    }

    /// <summary>As it stands between the lines it is what <c>patch -p1</c> reads: text before a file's header is skipped.</summary>
    private static void Write(LessonPatch patch, TextWriter output, Ink ink)
    {
        output.Write($"{ink.Bold("To meet the lessons")} ({PlainText.OneLine(string.Join(", ", patch.Controls))}), apply:\n");
        foreach (string line in patch.Diff.TrimEnd('\n').Split('\n'))
        {
            output.Write($"{string.Concat(line.Select(c => char.IsControl(c) && c != '\t' ? '\ufffd' : c))}\n");
        }

        output.Write('\n');
    }

    private static string Caution(Fix fix) => fix.MayBreak.Length > 0 ? $" (look out: {PlainText.OneLine(fix.MayBreak)})" : "";

    /// <summary>Each control that was judged; those that do not apply are counted, and named where everything is.</summary>
    private static void Write(FrameworkReport framework, TextWriter output, ReportOptions options, Ink ink)
    {
        output.Write($"{ink.Bold(framework.Framework)}  {Words.Tally(framework)}\n");
        int width = framework.Controls.Select(control => control.Control.Length).DefaultIfEmpty().Max();
        foreach (FrameworkControl control in framework.Controls)
        {
            if (control.Status is not (ControlStatus.NotApplicable or ControlStatus.NotAsked) || options.Detail == ReportDetail.Full)
            {
                string failures = control.Status == ControlStatus.Failed ? $": {Words.Failures(control)}" : "";
                string status = ink.Of(control.Status, Words.Of(1, control.Status));
                output.Write($"  {PlainText.OneLine(control.Control).PadRight(width)}  {status} {PlainText.OneLine(control.Title)}{ink.Dim(PlainText.OneLine(failures))}\n");
            }
        }

        output.Write('\n');
    }

    private static void WriteVerdict(GateResult result, TextWriter output, Ink ink)
    {
        output.Write($"{ink.Verdict(result.Verdict)}  {string.Join("; ", result.Reasons.Select(reason => PlainText.OneLine(reason.Message)))}\n".Replace("  \n", "\n", StringComparison.Ordinal));
        int suppressed = result.Findings.Count(finding => finding.Suppression is not null);
        string hidden = suppressed > 0 ? FormattableString.Invariant($"; {suppressed} suppressed") : "";
        output.Write($"      {Words.Scope(result)}: {Words.Tally(result.Findings)}{hidden}\n");
    }

    /// <summary>ANSI colours, or none.</summary>
    private sealed class Ink(bool colour)
    {
        public string Bold(string text) => Paint(text, "1");

        public string Dim(string text) => text.Length == 0 ? text : Paint(text, "2");

        public string Of(Severity severity) => Paint($"{Words.Of(severity),-8}", Code(severity));

        public string Of(ControlStatus status, string words) => Paint($"{words,-14}", status switch
        {
            ControlStatus.Passed => "32",
            ControlStatus.Failed => "31",
            ControlStatus.Undecided => "33",
            _ => "2",
        });

        public string Caret(string text, Severity severity) => Paint(text, Code(severity));

        public string Verdict(Verdict verdict) => verdict switch
        {
            Gate.Verdict.Pass => Paint("PASS", "1;32"),
            Gate.Verdict.Fail => Paint("FAIL", "1;31"),
            _ => Paint("UNDECIDED", "1;33"),
        };

        private static string Code(Severity severity) => severity switch
        {
            Severity.Critical => "1;31",
            Severity.High => "31",
            Severity.Medium => "33",
            Severity.Low => "36",
            _ => "2",
        };

        private string Paint(string text, string code) => colour ? $"\u001b[{code}m{text}\u001b[0m" : text;
    }
}
