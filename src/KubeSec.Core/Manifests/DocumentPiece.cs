using KubeSec.Manifests.Rendering;

namespace KubeSec.Manifests;

/// <summary>One document on its way from text to tree.</summary>
/// <param name="Source">The input it was read from.</param>
/// <param name="Text">Its text.</param>
/// <param name="Origin">The template or base it was rendered from; null for what stands in the input itself.</param>
/// <param name="Ready">What there is to say where nothing is left to parse.</param>
internal sealed record DocumentPiece(string Source, DocumentText Text, Origin? Origin = null, ManifestDocument? Ready = null)
{
    /// <summary>A document, or the lack of one, that is settled without parsing.</summary>
    public static DocumentPiece Judged(string source, ManifestDocument document) => new(source, new DocumentText("", 1, TooLong: false), null, document);
}
