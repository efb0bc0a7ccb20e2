using System.Globalization;
using KubeSec.Findings;
using KubeSec.Gate;

namespace KubeSec.Reports.Html;

/// <summary>How past builds stood beside this one: findings that counted, by severity, and the verdict.</summary>
internal static class HtmlTrend
{
    private const int Width = 1000;
    private const int Height = 120;
    private const int Gap = 4;
    private static readonly Severity[] Order = [.. Enum.GetValues<Severity>().Reverse()];

    public static void Write(GateResult result, TextWriter output)
    {
        if (result.PastBuilds.Count == 0)
        {
            return;
        }

        PastBuild[] builds = [.. result.PastBuilds.OrderBy(build => build.At), PastBuild.Of(result)];
        output.Write("<section aria-labelledby=\"trend\">\n<h2 id=\"trend\">Past builds</h2>\n<p class=\"soft\">A bar shows what counted, by severity; its dot is full where the gate was open, dashed where it was undecided. This build is the last.</p>\n<div class=\"scroll\" tabindex=\"0\" role=\"region\" aria-label=\"Findings that counted, build by build\">\n");
        WriteBars(builds, output);
        output.Write("</div>\n<details><summary>The same as a table</summary>\n<div class=\"scroll\" tabindex=\"0\" role=\"region\" aria-label=\"Past builds as a table\"><table>\n<thead><tr><th scope=\"col\">judged</th><th scope=\"col\">commit</th><th scope=\"col\">verdict</th><th scope=\"col\">counted</th></tr></thead>\n<tbody>\n");
        foreach (PastBuild build in builds.Reverse())
        {
            string counts = string.Join(", ", Order.Where(severity => build.Count(severity) > 0).Select(severity => string.Create(CultureInfo.InvariantCulture, $"{build.Count(severity)} {Words.Of(severity)}")));
            output.Write($"<tr><td>{When(build)}</td><td data-name=\"commit\">{Text(build.Commit ?? "")}</td><td data-name=\"verdict\">{Words.Of(build.Verdict)}</td><td data-name=\"counted\">{(counts.Length > 0 ? counts : "none")}</td></tr>\n");
        }

        output.Write("</tbody>\n</table></div>\n</details>\n</section>\n");
    }

    private static void WriteBars(PastBuild[] builds, TextWriter output)
    {
        int highest = Math.Max(builds.Max(build => Order.Sum(build.Count)), 1);
        double width = Math.Min((double)Width / builds.Length, 60);
        output.Write($"<svg class=\"picture\" viewBox=\"0 0 {Number(Width)} {Number(Height + 20)}\" role=\"img\" aria-labelledby=\"trend-title\">\n");
        output.Write(string.Create(CultureInfo.InvariantCulture, $"<title id=\"trend-title\">{builds.Length} builds, the latest last; the table below says the same in words</title>\n"));
        for (int index = 0; index < builds.Length; index++)
        {
            PastBuild build = builds[index];
            double left = index * width;
            double bottom = Height;
            output.Write($"<g><title>{When(build)}: {Words.Of(build.Verdict)}</title>\n");
            foreach (Severity severity in Order.Where(severity => build.Count(severity) > 0))
            {
                double height = Math.Max((double)Height * build.Count(severity) / highest, 1);
                bottom -= height;
                output.Write($"<rect class=\"{Words.Of(severity)}\" x=\"{Number(left)}\" y=\"{Number(bottom)}\" width=\"{Number(width - Gap)}\" height=\"{Number(height)}\"/>");
            }

            output.Write($"<circle class=\"{Words.Of(build.Verdict)}\" cx=\"{Number(left + ((width - Gap) / 2))}\" cy=\"{Number(Height + 11)}\" r=\"5\"/></g>\n");
        }

        output.Write("</svg>\n");
    }

    private static string When(PastBuild build) => build.At.ToUniversalTime().ToString("yyyy-MM-dd HH:mm 'UTC'", CultureInfo.InvariantCulture);

    private static string Number(double value) => value.ToString("0.#", CultureInfo.InvariantCulture);

    private static string Text(string text) => HtmlPage.Text(text);
}
