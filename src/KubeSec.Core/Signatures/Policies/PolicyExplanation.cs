using System.Globalization;

namespace KubeSec.Signatures;

/// <summary>What a signature policy or a publisher's preset demands of an image, line by line for people.</summary>
public static class PolicyExplanation
{
    private const string Indent = "    ";

    /// <summary>What a policy demands.</summary>
    public static IReadOnlyList<string> Of(SignaturePolicy policy)
    {
        ArgumentNullException.ThrowIfNull(policy);
        string images = $"images: {string.Join(", ", policy.Images.Select(glob => glob.Text))}{Except(policy)}";
        return policy.SkipVerificationUnsafe ? [images, "nothing is verified, and the image passes with a warning"] :
        [
            images,
            .. policy.Preset is null ? Array.Empty<string>() : [$"preset: {policy.Preset}"],
            .. policy.Mode == SignaturePolicyMode.Warn ? ["what does not hold is only told, and the image may pass"] : Array.Empty<string>(),
            .. SignersOf(policy),
            .. policy.Annotations.OrderBy(note => note.Key, StringComparer.Ordinal).Select(note => $"the signature notes {note.Key}={note.Value}"),
            .. policy.Attestations.SelectMany(Statement),
            .. policy.EachPlatform ? ["each platform of an index must satisfy this too"] : Array.Empty<string>(),
            $"looked for: {string.Join(" and ", policy.Places.Select(Place))} {(policy.SignatureRepository is { } other ? $"in {other.Repository}" : "beside the image")}",
            $"believed: {(policy.Signers.All(signer => signer is NotationSigner) ? "the signers' own roots" : policy.TrustRoot is null ? "the public-good trust root, unless another is given" : "the policy's own trust root")}",
        ];
    }

    /// <summary>What a preset demands, and where that is documented.</summary>
    public static IReadOnlyList<string> Of(PublisherPreset preset)
    {
        ArgumentNullException.ThrowIfNull(preset);
        return
        [
            $"{preset.Name}: {preset.Title}",
            string.Create(CultureInfo.InvariantCulture, $"source: {preset.Source} (checked {preset.CheckedOn:yyyy-MM-dd})"),
            .. preset.Note is null ? Array.Empty<string>() : [$"note: {preset.Note}"],
            .. preset.Settings.Select(setting => $"with: {setting.Key}: {setting.Value}"),
            .. preset.Settings.Count == 0 ? Array.Empty<string>()
                : [$"for example with {string.Join(", ", preset.Example.Select(setting => $"{setting.Key}: {setting.Value}"))}:"],
            .. Of(preset.ToPolicy(preset.Example)),
        ];
    }

    private static IEnumerable<string> SignersOf(SignaturePolicy policy)
    {
        string subject = policy.RequireSignature ? "signed by" : "the image itself need not be signed; its statements are signed by";
        int needed = policy.Quorum.Of(policy.Signers.Count);
        string[] head = policy.Signers.Count == 1 ? [$"{subject} {policy.Signers[0].Name}:"]
            : [$"{subject} {(needed == policy.Signers.Count ? "each" : string.Create(CultureInfo.InvariantCulture, $"at least {needed}"))} of these:"];
        return policy.Signers.Count == 1 ? [.. head, .. policy.Signers[0].Demands.Select(demand => Indent + demand)]
            : [.. head, .. policy.Signers.SelectMany(signer => (string[])[Indent + signer.Name, .. signer.Demands.Select(demand => Indent + Indent + demand)])];
    }

    private static IEnumerable<string> Statement(AttestationPolicy attestation) =>
        [$"a signed {attestation.Kind} is there:", .. attestation.Demands.Select(demand => Indent + demand)];

    private static string Except(SignaturePolicy policy) =>
        policy.ExceptImages.Count == 0 ? "" : $", apart from {string.Join(", ", policy.ExceptImages.Select(glob => glob.Text))}";

    private static string Place(SignaturePlace place) => place == SignaturePlace.Referrers ? "referrers" : "tags";
}
