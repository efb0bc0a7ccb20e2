using System.Globalization;
using KubeSec.Findings;
using KubeSec.Gate;
using KubeSec.Reports.Html;

namespace KubeSec.Reports;

/// <summary>One self-contained page: the verdict, findings by workload with excerpts, images, the rules behind it. It asks for nothing from outside.</summary>
internal sealed class HtmlReport : Report
{
    public override void Write(GateResult result, TextWriter output, ReportOptions options)
    {
        HtmlPage.WriteStart(output, $"KubeSec: {Words.Of(result.Verdict)}");
        WriteHeader(result, output);
        output.Write("<main id=\"main\">\n");
        HtmlFindings.Write(result, output, options);
        HtmlFrameworks.Write(result, output);
        HtmlImages.Write(result, output);
        HtmlNetwork.Write(result, output);
        HtmlIncidents.Write(result, output);
        HtmlTrend.Write(result, output);
        HtmlRules.Write(result, output);
        output.Write("</main>\n");
        HtmlPage.WriteEnd(output);
    }

    private static void WriteHeader(GateResult result, TextWriter output)
    {
        string judged = result.JudgedAt.ToUniversalTime().ToString("yyyy-MM-dd HH:mm 'UTC'", CultureInfo.InvariantCulture);
        output.Write($"<header>\n<div class=\"verdict {Words.Of(result.Verdict)}\">\n<p class=\"soft\">May this be deployed?</p>\n<h1>{Title(result.Verdict)}</h1>\n");
        output.Write($"<ul class=\"reasons\">{string.Concat(result.Reasons.Select(reason => $"<li>{Text(reason.Message)}</li>"))}{string.Concat(result.Notes.Select(note => $"<li class=\"soft\">{Text(note)}</li>"))}</ul>\n".Replace("<ul class=\"reasons\"></ul>\n", "", StringComparison.Ordinal));
        output.Write($"<p class=\"soft\">{Words.Scope(result)}, judged {judged} by KubeSec {Words.Version}{(result.PolicyFile is null ? "" : $" and {Text(result.PolicyFile)}")}</p>\n</div>\n<ul class=\"tiles\">\n");
        foreach (Severity severity in Enum.GetValues<Severity>().Reverse())
        {
            int count = result.Findings.Count(finding => finding.Severity == severity && finding.Suppression is null);
            output.Write(string.Create(CultureInfo.InvariantCulture, $"<li class=\"tile {Words.Of(severity)}\"><b>{count}</b>{Words.Of(severity)}</li>\n"));
        }

        output.Write("</ul>\n");
        WriteContents(result, output);
        output.Write("</header>\n");
    }

    private static void WriteContents(GateResult result, TextWriter output)
    {
        output.Write("<nav aria-label=\"On this page\"><ul>\n<li><a href=\"#findings\">Findings</a></li>\n");
        foreach (FrameworkReport framework in result.Frameworks)
        {
            output.Write($"<li><a href=\"#framework-{Text(framework.Framework)}\">{Text(framework.Framework)}</a></li>\n");
        }

        WriteLink(result.Inventory.Count, "images", "Images");
        WriteLink(result.NetworkPicture.Value is null ? 0 : 1, "network", "Who may talk to whom");
        WriteLink(result.Incidents.Count, "incidents", "What run time has taught");
        WriteLink(result.PastBuilds.Count, "trend", "Past builds");
        WriteLink(result.Findings.Count, "rules", "Rules");
        output.Write("</ul></nav>\n");

        void WriteLink(int count, string id, string name) => output.Write(count > 0 ? $"<li><a href=\"#{id}\">{name}</a></li>\n" : "");
    }

    private static string Title(Verdict verdict) => verdict switch
    {
        Verdict.Pass => "Yes: the gate is open",
        Verdict.Fail => "No: the gate is closed",
        _ => "Undecided: not everything could be judged",
    };

    private static string Text(string text) => HtmlPage.Text(text);
}
