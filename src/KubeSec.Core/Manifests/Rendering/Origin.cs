namespace KubeSec.Manifests.Rendering;

/// <summary>
/// The file that a rendered document came from, and where in it a rendered line stands: the line with the same text,
/// else the one with the same key, else that of the nearest line above. Text that stands several times is told apart
/// by its order, as long as rendering left their number alone.
/// </summary>
internal sealed class Origin
{
    private readonly string[] rendered;
    private readonly int firstLine;
    private readonly string[] source;
    private readonly int firstSourceLine;
    private readonly (Dictionary<string, List<int>> Source, Dictionary<string, List<int>> Rendered) byContent;
    private readonly (Dictionary<string, List<int>> Source, Dictionary<string, List<int>> Rendered) byKey;

    /// <param name="file">The file of origin.</param>
    /// <param name="from">What of it the document was rendered from.</param>
    /// <param name="document">The rendered document.</param>
    public Origin(string file, DocumentText from, DocumentText document)
    {
        File = file;
        source = from.Text.ToString().Split('\n');
        firstSourceLine = from.FirstLine;
        rendered = document.Text.ToString().Split('\n');
        firstLine = document.FirstLine;
        byContent = (Lines(source, Content), Lines(rendered, Content));
        byKey = (Lines(source, Key), Lines(rendered, Key));
    }

    public string File { get; }

    /// <summary>The place in the file of origin; the start of what it came from where nothing matches.</summary>
    public TextSpan Place(TextSpan span)
    {
        for (int line = Math.Min(span.Line - firstLine, rendered.Length - 1); line >= 0; line--)
        {
            int? sameText = SourceOf(Content(rendered[line]), line, byContent);
            if ((sameText ?? SourceOf(Key(rendered[line]), line, byKey)) is not { } at)
            {
                continue;
            }

            int start = Indent(source[at]);
            int end = start + Content(source[at]).Length;
            bool sameLine = sameText is not null && line == span.Line - firstLine;
            int shift = start - Indent(rendered[line]);
            int from = sameLine ? Math.Clamp(span.Column - 1 + shift, start, end) : start;
            int to = sameLine && span.EndLine == span.Line ? Math.Clamp(span.EndColumn - 1 + shift, from, end) : end;
            return new TextSpan(firstSourceLine + at, from + 1, firstSourceLine + at, to + 1);
        }

        return new TextSpan(firstSourceLine, 1, firstSourceLine, 1);
    }

    private static int? SourceOf(string text, int line, (Dictionary<string, List<int>> Source, Dictionary<string, List<int>> Rendered) lines)
    {
        if (text.Length == 0 || !lines.Source.TryGetValue(text, out List<int>? there))
        {
            return null;
        }

        List<int> here = lines.Rendered[text];
        return there.Count == here.Count ? there[here.IndexOf(line)] : there.Count == 1 ? there[0] : null;
    }

    private static Dictionary<string, List<int>> Lines(string[] lines, Func<string, string> what)
    {
        var found = new Dictionary<string, List<int>>(StringComparer.Ordinal);
        for (int i = 0; i < lines.Length; i++)
        {
            string text = what(lines[i]);
            if (!found.TryGetValue(text, out List<int>? at))
            {
                found.Add(text, at = []);
            }

            at.Add(i);
        }

        return found;
    }

    private static string Key(string line)
    {
        string content = Content(line);
        int colon = content.IndexOf(':', StringComparison.Ordinal);
        return colon < 0 ? "" : content[..(colon + 1)];
    }

    /// <summary>What a line says, without its comment: kustomize drops comments, Helm keeps them.</summary>
    private static string Content(string line)
    {
        string content = line[Indent(line)..];
        int comment = content.StartsWith('#') ? 0 : content.IndexOf(" #", StringComparison.Ordinal);
        return (comment < 0 ? content : content[..comment]).TrimEnd();
    }

    /// <summary>Renderers indent lists their own way and sort keys, so a dash counts as indentation.</summary>
    private static int Indent(string line)
    {
        int at = 0;
        while (at < line.Length && (line[at] is ' ' or '\t' || (line[at] == '-' && at + 1 < line.Length && line[at + 1] == ' ')))
        {
            at++;
        }

        return at;
    }
}
