namespace KubeSec.Signatures;

/// <summary>What a bundle must prove beyond its signature.</summary>
public sealed record BundleVerifierOptions
{
    /// <summary>
    /// Accepts signatures that no transparency log holds. Whoever gets hold of the key can then sign without anyone
    /// noticing; meant for keys that sign without a log on purpose. Default false. Never applies to Sigstore certificates.
    /// </summary>
    public bool AcceptUnloggedKeySignaturesUnsafe { get; init; }
}
