namespace KubeSec.Findings;

/// <summary>
/// A stretch of text in a file. Lines and columns count from 1, columns in UTF-16 code units;
/// the end is exclusive, as in SARIF 2.1.0 section 3.30.
/// </summary>
/// <param name="File">Path as the user gave it, with forward slashes; "-" for standard input.</param>
/// <param name="Line">First line.</param>
/// <param name="Column">First column.</param>
/// <param name="EndLine">Line of the first character after the stretch.</param>
/// <param name="EndColumn">Column of the first character after the stretch.</param>
public sealed record SourceSpan(string File, int Line, int Column, int EndLine, int EndColumn)
{
    /// <summary>The whole of a file whose text cannot be pointed into (unreadable, binary, an image).</summary>
    public static SourceSpan StartOf(string file) => new(file, 1, 1, 1, 1);

    /// <summary>The form editors and terminals open: <c>file:line:column</c>.</summary>
    public override string ToString() => FormattableString.Invariant($"{File}:{Line}:{Column}");
}
