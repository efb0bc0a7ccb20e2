using System.Net;
using System.Security.Cryptography;
using System.Text;
using KubeSec.Findings;

namespace KubeSec.Reports.Html;

/// <summary>The frame of the HTML report: its policy, style, script and tools.</summary>
internal static class HtmlPage
{
    /// <summary>
    /// Opens the page. The content security policy names the one style and the one script by their hashes, so that
    /// nothing a manifest smuggles into the page can run or fetch anything.
    /// </summary>
    public static void WriteStart(TextWriter output, string title)
    {
        string style = Resource("report.css");
        string policy = $"default-src 'none'; style-src '{Hash(style)}'; script-src '{Hash(Resource("report.js"))}'; base-uri 'none'; form-action 'none'";
        output.Write($"<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n<meta http-equiv=\"Content-Security-Policy\" content=\"{policy}\">\n");
        output.Write($"<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n<title>{Text(title)}</title>\n<style>{style}</style>\n</head>\n<body>\n");
        output.Write("<a class=\"skip\" href=\"#main\">Skip to the findings</a>\n");
    }

    /// <summary>Writes search and filters, shown once the script that serves them runs.</summary>
    public static void WriteTools(TextWriter output)
    {
        output.Write("<div class=\"tools\" id=\"tools\" role=\"search\" hidden>\n<label for=\"search\">Search</label>\n<input type=\"search\" id=\"search\" placeholder=\"workload, rule, file (press /)\">\n<fieldset><legend>Show</legend>\n");
        foreach (string severity in (string[])["critical", "high", "medium", "low", "info"])
        {
            output.Write($"<label><input type=\"checkbox\" data-severity=\"{severity}\" checked> {severity}</label>\n");
        }

        output.Write("<label><input type=\"checkbox\" id=\"suppressed\"> suppressed</label>\n</fieldset>\n<output id=\"count\" aria-live=\"polite\"></output>\n</div>\n");
    }

    /// <summary>Closes the page.</summary>
    public static void WriteEnd(TextWriter output) => output.Write($"<script>{Resource("report.js")}</script>\n</body>\n</html>\n");

    /// <summary>Text from outside as text.</summary>
    public static string Text(string text) => WebUtility.HtmlEncode(PlainText.OneLine(text));

    private static string Hash(string content) => "sha256-" + Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(content)));

    private static string Resource(string name)
    {
        using Stream stream = typeof(HtmlPage).Assembly.GetManifestResourceStream(name)!;
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd().ReplaceLineEndings("\n");
    }
}
