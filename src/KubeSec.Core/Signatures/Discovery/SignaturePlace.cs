namespace KubeSec.Signatures;

/// <summary>Where signatures of an image are looked for.</summary>
public enum SignaturePlace
{
    /// <summary>What refers to the image: the OCI 1.1 referrers API, or the fallback tag where a registry lacks it.</summary>
    Referrers,

    /// <summary>cosign's older tags beside the image: <c>sha256-….sig</c> and <c>sha256-….att</c>.</summary>
    Tags,
}

/// <summary>The forms a signature can have.</summary>
public enum SignatureFormat
{
    /// <summary>A Sigstore bundle.</summary>
    Bundle,

    /// <summary>cosign's simple signing: a payload naming the image, with the signature in annotations.</summary>
    SimpleSigning,

    /// <summary>A DSSE envelope of cosign's older attestations, with certificate and log entry in annotations.</summary>
    Attestation,

    /// <summary>A Notary Project signature.</summary>
    Notation,
}
