using KubeSec.Manifests.Rendering;

namespace KubeSec.Manifests;

/// <summary>One document on its way from text to tree, or a file that is small enough to be cut where it is parsed.</summary>
/// <param name="Source">The input it was read from.</param>
/// <param name="Text">Its text.</param>
/// <param name="Origin">The template or base it was rendered from; null for what stands in the input itself.</param>
/// <param name="Ready">What there is to say where nothing is left to parse.</param>
internal sealed record DocumentPiece(string Source, DocumentText Text, Origin? Origin = null, ManifestDocument? Ready = null)
{
    /// <summary>The file still to be opened.</summary>
    public ManifestFile? Unopened { get; private init; }

    /// <summary>How much there is to parse.</summary>
    public int Length => Unopened is { } file ? (int)file.Length : Text.Text.Length;

    /// <summary>A document, or the lack of one, that is settled without parsing.</summary>
    public static DocumentPiece Judged(string source, ManifestDocument document) => new(source, DocumentText.None, null, document);

    /// <summary>A file whose documents are cut where they are parsed.</summary>
    public static DocumentPiece Whole(ManifestFile file) => new(file.Name, DocumentText.None) { Unopened = file };
}
