using System.Text;
using System.Text.RegularExpressions;
using KubeSec.Findings;

namespace KubeSec.Images.Dockerfiles;

/// <summary>
/// Splits a Dockerfile into instructions as BuildKit does (moby/buildkit frontend/dockerfile/parser/parser.go):
/// parser directives, comments, continuation lines and here-documents, keeping the place of every character.
/// </summary>
internal sealed partial class DockerfileLines
{
    private readonly string file;
    private readonly string[] lines;
    private char escape = '\\';
    private int next;

    public DockerfileLines(string text, string file)
    {
        this.file = file;
        lines = (text.StartsWith('\uFEFF') ? text[1..] : text).Split('\n');
        ReadDirectives();
    }

    /// <summary>The image named by the <c>syntax</c> directive, if there is one.</summary>
    public Word? Syntax { get; private set; }

    /// <summary>The character that continues lines and escapes others: a backslash, or a backtick by directive.</summary>
    public char Escape => escape;

    /// <summary>The next instruction's words, or null at the end.</summary>
    public IReadOnlyList<Word>? Next()
    {
        while (next < lines.Length)
        {
            List<Word> words = Words();
            if (words.Count > 0)
            {
                SkipHeredocs(words);
                return words;
            }
        }

        return null;
    }

    private void ReadDirectives()
    {
        for (int index = 0; index < lines.Length && Directive().Match(lines[index]) is { Success: true } match; index++)
        {
            Group value = match.Groups["value"];
            switch (match.Groups["name"].Value.ToLowerInvariant())
            {
                case "escape":
                    escape = value.Value == "`" ? '`' : escape;
                    break;
                case "syntax":
                    Syntax = new Word(value.Value, Span(index, value.Index, index, value.Index + value.Length));
                    break;
                case "check":
                    break;
                default:
                    // An unknown directive is a comment, and a comment ends the directives.
                    return;
            }
        }
    }

    /// <summary>One logical line: physical lines joined where the escape character ends them.</summary>
    private List<Word> Words()
    {
        List<Word> words = [];
        StringBuilder word = new();
        (int Line, int Column) start = default, end = default;
        bool continued = true;
        for (bool first = true; continued && next < lines.Length; next++)
        {
            string line = lines[next].TrimEnd('\r');
            if (line.AsSpan().TrimStart() is "" or ['#', ..])
            {
                // Comments and empty lines inside an instruction do not end it.
                continued = !first;
                continue;
            }

            string content = line.TrimEnd(' ', '\t');
            continued = content.EndsWith(escape);
            int length = continued ? content.Length - 1 : content.Length;
            for (int column = 0; column < length; column++)
            {
                if (char.IsWhiteSpace(line[column]))
                {
                    Flush();
                    continue;
                }

                start = word.Length == 0 ? (next, column) : start;
                end = (next, column + 1);
                word.Append(line[column]);
            }

            first = false;
        }

        Flush();
        return words;

        void Flush()
        {
            if (word.Length > 0)
            {
                words.Add(new Word(word.ToString(), Span(start.Line, start.Column, end.Line, end.Column)));
                word.Clear();
            }
        }
    }

    /// <summary>RUN, COPY and ADD take here-documents, whose text is no instruction.</summary>
    private void SkipHeredocs(List<Word> words)
    {
        if (words[0].Text.ToUpperInvariant() is not ("RUN" or "COPY" or "ADD"))
        {
            return;
        }

        foreach (Match heredoc in words.Skip(1).Select(word => Heredoc().Match(word.Text)).Where(match => match.Success))
        {
            string end = heredoc.Groups["name"].Value.Trim('"', '\'');
            bool indented = heredoc.Groups["dash"].Length > 0;
            while (next < lines.Length)
            {
                string line = lines[next++].TrimEnd('\r');
                if ((indented ? line.TrimStart('\t') : line) == end)
                {
                    break;
                }
            }
        }
    }

    private SourceSpan Span(int line, int column, int endLine, int endColumn) =>
        new(file, line + 1, column + 1, endLine + 1, endColumn + 1);

    [GeneratedRegex(@"^\s*#\s*(?<name>[a-zA-Z][a-zA-Z0-9]*)\s*=\s*(?<value>\S+)", RegexOptions.CultureInvariant)]
    private static partial Regex Directive();

    [GeneratedRegex(@"^\d*<<(?<dash>-?)(?<name>[^<]+)$", RegexOptions.CultureInvariant)]
    private static partial Regex Heredoc();

    /// <summary>A word of an instruction and its place.</summary>
    internal sealed record Word(string Text, SourceSpan Span);
}
