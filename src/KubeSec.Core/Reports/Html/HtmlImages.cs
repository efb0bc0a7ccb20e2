using KubeSec.Gate;
using KubeSec.Inventory;

namespace KubeSec.Reports.Html;

/// <summary>The images of the page and who vouches for them.</summary>
internal static class HtmlImages
{
    public static void Write(GateResult result, TextWriter output)
    {
        if (result.Inventory.Count == 0)
        {
            return;
        }

        output.Write("<h2 id=\"images\">Images and who vouches for them</h2>\n<div class=\"scroll\" tabindex=\"0\" role=\"region\" aria-labelledby=\"images\"><table>\n<thead><tr><th scope=\"col\">image</th><th scope=\"col\">runs as</th><th scope=\"col\">pinned</th><th scope=\"col\">vouched for by</th></tr></thead>\n<tbody>\n");
        foreach (IGrouping<string, InventoryEntry> image in result.Inventory.GroupBy(entry => entry.Image, StringComparer.Ordinal).OrderBy(group => group.Key, StringComparer.Ordinal))
        {
            InventoryEntry first = image.First();
            string users = string.Join("<br>", image.Select(entry => Text($"{entry.Resource} ({entry.Container})")));
            output.Write($"<tr><td><code>{Text(image.Key)}</code></td><td data-name=\"runs as\">{users}</td><td data-name=\"pinned\">{(first.Pinned ? "by digest" : "no")}</td><td data-name=\"vouched for by\">{Vouched(first)}</td></tr>\n");
        }

        output.Write("</tbody>\n</table></div>\n");
    }

    private static string Vouched(InventoryEntry entry) => entry.Signatures switch
    {
        SignatureStanding.Verified => string.Join("<br>", entry.Signers.Select(Text)),
        SignatureStanding.Refused => "nobody the policy trusts",
        SignatureStanding.Unknown => "could not be told",
        _ => "not asked",
    };

    private static string Text(string text) => HtmlPage.Text(text);
}
