using KubeSec.Images;

namespace KubeSec.Signatures;

/// <summary>Whether an image may be believed. Undecided is never pass.</summary>
public enum ImageOutcome
{
    /// <summary>Every policy about it holds.</summary>
    Pass,

    /// <summary>It could not be found out; with the same image the answer may be another next time.</summary>
    Undecided,

    /// <summary>A policy about it does not hold.</summary>
    Fail,
}

/// <summary>The answer about one image, with everything that led to it.</summary>
public sealed record ImageVerdict
{
    /// <summary>The image as it was asked about.</summary>
    public required string Image { get; init; }

    /// <summary>The name by which policies know it; null where the text is no image reference.</summary>
    public ImageReference? Reference { get; init; }

    /// <summary>The digest that was judged, which is what to deploy; null where it was not found out.</summary>
    public Digest? Digest { get; init; }

    /// <summary>The platform, for one image of an index: <c>linux/arm64</c>.</summary>
    public string? Platform { get; init; }

    /// <summary>The answer.</summary>
    public required ImageOutcome Outcome { get; init; }

    /// <summary>Why it is not a pass: the first thing that did not hold; null for a pass.</summary>
    public Refusal? Reason { get; init; }

    /// <summary>Each policy about the image and what it came to.</summary>
    public IReadOnlyList<PolicyTrace> Policies { get; init; } = [];

    /// <summary>The images of an index, where a policy asks for each; empty otherwise.</summary>
    public IReadOnlyList<ImageVerdict> Platforms { get; init; } = [];

    /// <summary>Statements that nobody vouches for, looked for where a policy asks for attestations: told, and no evidence of anything.</summary>
    public IReadOnlyList<UnsignedStatement> Unsigned { get; init; } = [];

    /// <summary>What does not decide and should be known: policies that only warn, and what a signer's level only wants told.</summary>
    public IEnumerable<Refusal> Warnings => Policies
        .Where(policy => policy is { Mode: SignaturePolicyMode.Warn, Reason: not null }).Select(policy => policy.Reason!)
        .Concat(Policies.SelectMany(policy => policy.Logged)).Distinct();
}

/// <summary>What one policy came to for one image.</summary>
public sealed record PolicyTrace
{
    /// <summary>The image patterns of the policy, which name it in messages.</summary>
    public required IReadOnlyList<string> Images { get; init; }

    /// <summary>Whether breaking it fails the image.</summary>
    public required SignaturePolicyMode Mode { get; init; }

    /// <summary>What it came to, whatever its mode.</summary>
    public required ImageOutcome Outcome { get; init; }

    /// <summary>Why it does not hold; null when it does.</summary>
    public Refusal? Reason { get; init; }

    /// <summary>The signers of the policy that have signed.</summary>
    public IReadOnlyList<string> Signers { get; init; } = [];

    /// <summary>Every candidate signature that was found, in the order of their digests.</summary>
    public IReadOnlyList<SignatureTrace> Signatures { get; init; } = [];

    /// <summary>What could not be looked at.</summary>
    public IReadOnlyList<Refusal> NotLookedAt { get; init; } = [];

    /// <summary>What did not hold of signatures that count, and is only to be told.</summary>
    public IReadOnlyList<Refusal> Logged { get; init; } = [];
}

/// <summary>What became of one candidate signature.</summary>
public sealed record SignatureTrace
{
    /// <summary>Its form.</summary>
    public required SignatureFormat Format { get; init; }

    /// <summary>Where it was found.</summary>
    public required string Place { get; init; }

    /// <summary>The digest of the blob it stands in.</summary>
    public required Digest Digest { get; init; }

    /// <summary>The checks that held, in the order they were made, of the signer that came furthest.</summary>
    public IReadOnlyList<VerificationCheck> Held { get; init; } = [];

    /// <summary>The first check that did not hold; null when the signature counts.</summary>
    public Refusal? Refusal { get; init; }

    /// <summary>Checks that did not hold and are only to be told.</summary>
    public IReadOnlyList<Refusal> Logged { get; init; } = [];

    /// <summary>The signers of the policy it stands for; empty when it does not count.</summary>
    public IReadOnlyList<string> Signers { get; init; } = [];

    /// <summary>Whom its certificate names; null for a key.</summary>
    public SignerIdentity? Identity { get; init; }

    /// <summary>Algorithm and fingerprint of the key that signed; null where none of the policy's did.</summary>
    public string? Key { get; init; }

    /// <summary>The times at which it provably existed.</summary>
    public IReadOnlyList<ProvenTime> Times { get; init; } = [];

    /// <summary>The transparency logs that hold it.</summary>
    public IReadOnlyList<LogInclusion> Logs { get; init; } = [];

    /// <summary>What its statement says, where it is one.</summary>
    public string? PredicateType { get; init; }
}
