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
        // A page is HTML already: the name space is for files of their own.
        output.Write(picture.Replace(" xmlns=\"http://www.w3.org/2000/svg\"", "", StringComparison.Ordinal));
        output.Write("</div>\n</section>\n");
    }
}
