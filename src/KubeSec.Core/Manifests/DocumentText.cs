namespace KubeSec.Manifests;

/// <summary>The text of one document and the line of the stream it starts on, from 1.</summary>
/// <param name="Text">Its text; of one that is too long nothing is kept.</param>
/// <param name="FirstLine">The line.</param>
/// <param name="TooLong">Whether it exceeds the cap.</param>
internal readonly record struct DocumentText(ReadOnlyMemory<char> Text, int FirstLine, bool TooLong)
{
    /// <summary>Where it stands in for a document that is settled already.</summary>
    public static DocumentText None => new(ReadOnlyMemory<char>.Empty, 1, TooLong: false);

    /// <summary>The same text in memory of its own.</summary>
    public DocumentText Kept() => this with { Text = Text.ToArray() };
}
