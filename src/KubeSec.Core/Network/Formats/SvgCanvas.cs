using System.Globalization;
using System.Security;
using System.Text;

namespace KubeSec.Network;

/// <summary>Writes SVG elements with invariant numbers and escaped text.</summary>
internal sealed class SvgCanvas
{
    /// <summary>How much of a slanted text's width is height, and how much stays width: names of columns lean by 60 degrees.</summary>
    public const double SlantHeight = 0.87;
    public const double SlantWidth = 0.5;

    private readonly StringBuilder body = new();

    /// <summary>About how wide a text is; the fonts of browsers differ, so rather too wide.</summary>
    public static double WidthOf(string text, double size) => text.Length * size * 0.58;

    /// <summary>A text that takes no more than so many characters.</summary>
    public static string Shorten(string text, int length) => text.Length <= length ? text : text[..(length - 1)] + "…";

    public void Rect(double x, double y, double width, double height, string attributes) =>
        body.Append(CultureInfo.InvariantCulture, $"<rect x=\"{x:0.#}\" y=\"{y:0.#}\" width=\"{width:0.#}\" height=\"{height:0.#}\" {attributes}/>\n");

    /// <summary>A rectangle that shows a text when pointed at.</summary>
    public void Cell(double x, double y, double width, double height, string attributes, string title) =>
        body.Append(CultureInfo.InvariantCulture, $"<rect x=\"{x:0.#}\" y=\"{y:0.#}\" width=\"{width:0.#}\" height=\"{height:0.#}\" {attributes}><title>{Escape(title)}</title></rect>\n");

    public void Line(double x1, double y1, double x2, double y2, string stroke) =>
        body.Append(CultureInfo.InvariantCulture, $"<line x1=\"{x1:0.#}\" y1=\"{y1:0.#}\" x2=\"{x2:0.#}\" y2=\"{y2:0.#}\" stroke=\"{stroke}\"/>\n");

    public void Text(double x, double y, string text, string attributes = "") =>
        body.Append(CultureInfo.InvariantCulture, $"<text x=\"{x:0.#}\" y=\"{y:0.#}\" {attributes}>{Escape(text)}</text>\n");

    /// <summary>The name of a column, which leans so that columns can be narrower than names.</summary>
    public void Slanted(double x, double y, string text, string attributes) =>
        body.Append(CultureInfo.InvariantCulture, $"<text {attributes} transform=\"translate({x:0.#} {y:0.#}) rotate(-60)\">{Escape(text)}</text>\n");

    /// <summary>A text that shows a longer one when pointed at.</summary>
    public void Hint(double x, double y, string text, string attributes, string title) =>
        body.Append(CultureInfo.InvariantCulture, $"<text x=\"{x:0.#}\" y=\"{y:0.#}\" {attributes}>{Escape(text)}<title>{Escape(title)}</title></text>\n");

    public void Path(string path, string attributes, string title) =>
        body.Append(CultureInfo.InvariantCulture, $"<path d=\"{path}\" fill=\"none\" {attributes}><title>{Escape(title)}</title></path>\n");

    public string Finish(double width, double height, string title) => string.Create(
        CultureInfo.InvariantCulture,
        $"<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{width:0}\" height=\"{height:0}\" viewBox=\"0 0 {width:0} {height:0}\" font-family=\"system-ui,sans-serif\" font-size=\"12\" role=\"img\" aria-label=\"{Escape(title)}\">\n<rect width=\"100%\" height=\"100%\" fill=\"#ffffff\"/>\n{body}</svg>\n");

    private static string Escape(string text) => SecurityElement.Escape(text);
}
