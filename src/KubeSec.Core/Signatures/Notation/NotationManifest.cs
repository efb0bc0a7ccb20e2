using System.Text;
using KubeSec.Images.Registries;

namespace KubeSec.Signatures;

/// <summary>The OCI manifest a Notary Project signature is stored in (signature-specification.md, "Storage").</summary>
internal static class NotationManifest
{
    private const string ThumbprintsName = "io.cncf.notary.x509chain.thumbprint#S256";
    private const int MaxThumbprintText = 4096;

    /// <summary>Whether it says that it holds a signature: by its artifact type, or by its configuration's in the older form.</summary>
    public static bool IsOne(OciManifest manifest) =>
        (string.IsNullOrEmpty(manifest.Document.ArtifactType) ? manifest.Document.Config?.MediaType : manifest.Document.ArtifactType) == SignatureMediaTypes.Notation;

    /// <summary>Requires the form of the manifest; the media type of the one envelope is the reader's business.</summary>
    public static void Require(OciManifest manifest)
    {
        Require(IsOne(manifest), $"its artifact type is not '{SignatureMediaTypes.Notation}'");
        Require(manifest.Descriptor.MediaType == MediaTypes.OciManifest, $"it is not a '{MediaTypes.OciManifest}'");
        Require(manifest.Document.Layers is [_], FormattableString.Invariant($"it names {manifest.Document.Layers?.Count ?? 0} envelopes and one is expected"));
    }

    /// <summary>
    /// Requires that the thumbprints on the manifest are those of the envelope's certificates, in their order. Nothing signs
    /// them; but whoever filters signatures by them would judge another signature than the one that is there.
    /// </summary>
    public static void RequireThumbprints(OciManifest manifest, IReadOnlyList<Certificate> certificates)
    {
        string text = manifest.Document.Annotations?.GetValueOrDefault(ThumbprintsName)
            ?? throw new RefusedException(NotationReasonCodes.ThumbprintMismatch, $"the manifest lacks the annotation '{ThumbprintsName}'");

        // A JSON array of strings; wrapped, so that the one strict reader serves.
        List<string> thumbprints = StrictJson.Parse(
            Encoding.UTF8.GetBytes($$"""{"thumbprints":{{text}}}"""),
            MaxThumbprintText,
            "thumbprint annotation",
            NotationReasonCodes.ThumbprintMismatch,
            root => root.Only("thumbprints").Texts("thumbprints", NotationEnvelope.MaxCertificates));
        RefusedException.Unless(
            thumbprints.SequenceEqual(certificates.Select(certificate => Convert.ToHexString(HashKind.Sha256.Hash(certificate.Raw))), StringComparer.OrdinalIgnoreCase),
            NotationReasonCodes.ThumbprintMismatch,
            "the thumbprints on the manifest are not those of the envelope's certificates");
    }

    private static void Require(bool holds, string what) =>
        RefusedException.Unless(holds, NotationReasonCodes.ManifestInvalid, $"the signature's manifest is not of the specified form: {what}");
}
