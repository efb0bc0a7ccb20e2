using KubeSec.Images;
using KubeSec.Images.Registries;

namespace KubeSec.Signatures;

/// <summary>Something found beside an image that may be a signature of it; nothing in it is verified but its digest.</summary>
/// <param name="Format">What form it has.</param>
/// <param name="Place">Where it was found, for people.</param>
/// <param name="Layer">The blob it stands in; the annotations carry what cosign keeps beside a payload.</param>
/// <param name="Content">The blob.</param>
internal sealed record SignatureCandidate(SignatureFormat Format, string Place, OciDescriptor Layer, ReadOnlyMemory<byte> Content);

/// <summary>What was found beside an image.</summary>
/// <param name="Candidates">In the order of their digests, so that a report does not depend on the registry's order.</param>
/// <param name="Failures">What could not be looked at; with any of these, the absence of a signature proves nothing.</param>
internal sealed record DiscoveredSignatures(IReadOnlyList<SignatureCandidate> Candidates, IReadOnlyList<LookupFailure> Failures);
