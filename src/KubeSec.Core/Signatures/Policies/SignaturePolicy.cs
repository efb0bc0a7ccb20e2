using KubeSec.Images;

namespace KubeSec.Signatures;

/// <summary>Who must have signed certain images.</summary>
public sealed record SignaturePolicy
{
    private const int MostSigners = 32;

    /// <summary>The name of the publisher's preset it comes from (<see cref="PublisherPresets"/>); null for one of its author's own.</summary>
    public string? Preset { get; init; }

    /// <summary>The images it is about; where several policies are about one image, each must hold.</summary>
    public required IReadOnlyList<ImageGlob> Images { get; init; }

    /// <summary>Images that <see cref="Images"/> names and the policy is not about.</summary>
    public IReadOnlyList<ImageGlob> ExceptImages { get; init; } = [];

    /// <summary>Who may sign.</summary>
    public required IReadOnlyList<SignerPolicy> Signers { get; init; }

    /// <summary>How many of them must have.</summary>
    public SignerQuorum Quorum { get; init; } = SignerQuorum.AnyOf;

    /// <summary>Whether a signature of the image itself is demanded; false for images that only attestations vouch for.</summary>
    public bool RequireSignature { get; init; } = true;

    /// <summary>What a signature must note about the image, word for word.</summary>
    public IReadOnlyDictionary<string, string> Annotations { get; init; } = new Dictionary<string, string>();

    /// <summary>Statements that must be there.</summary>
    public IReadOnlyList<AttestationPolicy> Attestations { get; init; } = [];

    /// <summary>Whether breaking the policy fails the image or is only told.</summary>
    public SignaturePolicyMode Mode { get; init; } = SignaturePolicyMode.Enforce;

    /// <summary>Where signatures are looked for; in every place unless said otherwise.</summary>
    public IReadOnlyList<SignaturePlace> Places { get; init; } = [SignaturePlace.Referrers, SignaturePlace.Tags];

    /// <summary>The repository that holds the signatures, where it is not the image's own (cosign's <c>COSIGN_REPOSITORY</c>).</summary>
    public ImageReference? SignatureRepository { get; init; }

    /// <summary>Whether each platform of an index must be signed as well as the index.</summary>
    public bool EachPlatform { get; init; }

    /// <summary>Whom to believe about certificates, logs and times; null for the verifier's own trust root.</summary>
    public TrustRoot? TrustRoot { get; init; }

    /// <summary>
    /// Looks for no signature at all and lets the images pass, which is told as a warning: the level <c>skip</c> of a trust
    /// policy document. Default false.
    /// </summary>
    public bool SkipVerificationUnsafe { get; init; }

    /// <summary>Whether the policy is about an image.</summary>
    public bool IsAbout(ImageReference image) =>
        Images.Any(glob => glob.Matches(image)) && !ExceptImages.Any(glob => glob.Matches(image));

    /// <summary>Everything that is wrong with the policy itself; empty when it can be held.</summary>
    public IReadOnlyList<string> Problems()
    {
        List<string> problems = [];
        void Demand(bool holds, string problem)
        {
            if (!holds)
            {
                problems.Add(problem);
            }
        }

        Demand(Images.Count > 0, "a signature policy names no images");
        if (SkipVerificationUnsafe)
        {
            Demand(Signers.Count == 0 && Attestations.Count == 0, "a signature policy that verifies nothing names signers or attestations");
            return problems;
        }

        Demand(Signers.Count is > 0 and <= MostSigners, $"a signature policy names 1 to {MostSigners} signers; a signature by nobody in particular vouches for nothing");
        Demand(Quorum.Of(Signers.Count) <= Signers.Count, $"a signature policy demands {Quorum.Of(Signers.Count)} signers and names {Signers.Count}");
        Demand(Signers.Distinct().Count() == Signers.Count, "a signature policy names a signer twice");
        Demand(RequireSignature || Attestations.Count > 0, "a signature policy demands neither a signature nor an attestation");
        Demand(Places.Count > 0, "a signature policy names no place to look for signatures");
        Demand(Annotations.Keys.All(name => name.Length > 0), "a signature policy demands an annotation without a name");
        problems.AddRange(Signers.SelectMany(signer => signer.Problems()));
        return problems;
    }
}

/// <summary>What breaking a signature policy means.</summary>
public enum SignaturePolicyMode
{
    /// <summary>The image fails.</summary>
    Enforce,

    /// <summary>It is told, and the image may pass.</summary>
    Warn,
}
