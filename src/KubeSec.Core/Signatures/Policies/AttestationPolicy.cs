namespace KubeSec.Signatures;

/// <summary>A statement about an image that must be there, signed by the policy's signers.</summary>
public sealed record AttestationPolicy
{
    /// <summary>What the statement says, such as <c>https://slsa.dev/provenance/v1</c>.</summary>
    public required string PredicateType { get; init; }
}
