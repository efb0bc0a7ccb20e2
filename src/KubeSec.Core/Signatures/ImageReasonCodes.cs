using KubeSec.Images;

namespace KubeSec.Signatures;

/// <summary>
/// Why an image or one of its signatures does not satisfy a policy, beside the <see cref="ReasonCodes"/> of a single
/// signature: one stable code per cause. A code never changes its meaning.
/// </summary>
public static class ImageReasonCodes
{
    /// <summary>The text is no image reference.</summary>
    public const string ReferenceInvalid = "image-reference-invalid";

    /// <summary>The registry does not have the image.</summary>
    public const string ImageMissing = "image-missing";

    /// <summary>The image was built in the engine and never pushed, so that no registry knows it.</summary>
    public const string ImageNeverPushed = "image-never-pushed";

    /// <summary>No policy is about the image.</summary>
    public const string PolicyMissing = "policy-missing";

    /// <summary>No signature was found.</summary>
    public const string ImageUnsigned = "image-unsigned";

    /// <summary>Signatures were found, and too few of the policy's signers have made one that holds.</summary>
    public const string SignersMissing = "signers-missing";

    /// <summary>No attestation of a demanded kind holds.</summary>
    public const string AttestationMissing = "attestation-missing";

    /// <summary>A platform of the index does not satisfy the policy.</summary>
    public const string PlatformRefused = "platform-refused";

    /// <summary>A statement of another kind was found, which is no signature of the image itself.</summary>
    public const string NotAnImageSignature = "not-an-image-signature";

    /// <summary>A signature of another kind was found, which is no attestation.</summary>
    public const string NotAnAttestation = "not-an-attestation";

    /// <summary>The signature does not note what the policy demands.</summary>
    public const string AnnotationMismatch = "annotation-mismatch";

    /// <summary>A claim of the certificate is not what the policy demands.</summary>
    public const string ClaimMismatch = "claim-mismatch";

    /// <summary>A signature of a form that this policy's signers do not use.</summary>
    public const string FormatUnsupported = "format-unsupported";

    /// <summary>What is asked wants other credentials than ours, or any.</summary>
    public const string RegistryUnauthorized = "registry-unauthorized";

    /// <summary>What is asked cannot be reached.</summary>
    public const string RegistryUnreachable = "registry-unreachable";

    /// <summary>What is asked did not answer in time.</summary>
    public const string RegistryTimedOut = "registry-timed-out";

    /// <summary>All that was asked about the image together took longer than one image may take.</summary>
    public const string ImageTimedOut = "image-timed-out";

    /// <summary>What is asked answered with an error of its own.</summary>
    public const string RegistryRefused = "registry-refused";

    /// <summary>What was sent is not what was asked for.</summary>
    public const string RegistryContentWrong = "registry-content-wrong";

    /// <summary>What was sent, or how much of it there is, passes a limit.</summary>
    public const string LimitExceeded = ReasonCodes.LimitExceeded;

    /// <summary>A registry sends its clients to a place that is not gone to.</summary>
    public const string UnsafePlace = "unsafe-place";

    /// <summary>The network is not to be used.</summary>
    public const string Offline = "offline";

    internal static string Of(LookupFailureKind kind) => kind switch
    {
        LookupFailureKind.NotFound => ImageMissing,
        LookupFailureKind.Unauthorized => RegistryUnauthorized,
        LookupFailureKind.Unreachable => RegistryUnreachable,
        LookupFailureKind.TimedOut => RegistryTimedOut,
        LookupFailureKind.Refused => RegistryRefused,
        LookupFailureKind.Malformed => RegistryContentWrong,
        LookupFailureKind.TooLarge => LimitExceeded,
        LookupFailureKind.UnsafePlace => UnsafePlace,
        LookupFailureKind.ImageTimedOut => ImageTimedOut,
        _ => Offline,
    };
}
