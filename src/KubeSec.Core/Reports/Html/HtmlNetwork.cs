using KubeSec.Gate;

namespace KubeSec.Reports.Html;

/// <summary>Who may talk to whom, as a picture: boxes and arrows for a few workloads, a matrix for many.</summary>
internal static class HtmlNetwork
{
    public static void Write(GateResult result, TextWriter output)
    {
        if (result.NetworkPicture.Value is not { } picture)
        {
            return;
        }

        output.Write("<section aria-labelledby=\"network\">\n<h2 id=\"network\">Who may talk to whom</h2>\n<p class=\"soft\">By the network policies of these manifests. <code>kubesec network explain FROM TO PORT</code> says which rule decides.</p>\n<div class=\"scroll network\" tabindex=\"0\" role=\"region\" aria-label=\"Allowed and undecided connections\">\n");
        output.Write(picture);
        output.Write("</div>\n</section>\n");
    }
}
