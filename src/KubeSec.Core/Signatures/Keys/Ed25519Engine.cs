using Org.BouncyCastle.Math.EC.Rfc8032;

namespace KubeSec.Signatures;

/// <summary>Ed25519 and Ed25519ph (RFC 8032), the latter with the empty context Sigstore uses.</summary>
internal sealed class Ed25519Engine : SignatureEngine
{
    private readonly byte[] _key;

    public Ed25519Engine(byte[] key)
    {
        // Full validation also turns away the small-order points, whose "signatures" hold for many messages.
        RefusedException.Unless(
            key.Length == Ed25519.PublicKeySize && Ed25519.ValidatePublicKeyFull(key, 0), ReasonCodes.KeyInvalid, "the Ed25519 key is not a valid point");
        _key = key;
    }

    public override KeyAlgorithm Algorithm => KeyAlgorithm.Ed25519;

    public override IReadOnlyList<SignatureScheme> Schemes { get; } = [SignatureScheme.Ed25519, SignatureScheme.Ed25519Prehashed];

    public byte[] RawKey => _key;

    public override bool Verify(SignatureScheme scheme, ReadOnlySpan<byte> input, ReadOnlySpan<byte> signature)
    {
        if (signature.Length != Ed25519.SignatureSize)
        {
            return false;
        }

        return scheme.Padding == SignaturePadding.Ed25519Prehashed
            ? Ed25519.VerifyPrehash(signature.ToArray(), 0, _key, 0, [], input.ToArray(), 0)
            : Ed25519.Verify(signature.ToArray(), 0, _key, 0, input.ToArray(), 0, input.Length);
    }
}
