using Org.BouncyCastle.Math.EC.Rfc8032;

namespace KubeSec.Signatures;

/// <summary>Ed25519 and Ed25519ph (RFC 8032), the latter with the empty context Sigstore uses.</summary>
internal sealed class Ed25519Engine : SignatureEngine
{
    private readonly byte[] _key;
    private bool _isValid;

    public Ed25519Engine(byte[] key)
    {
        RefusedException.Unless(key.Length == Ed25519.PublicKeySize, ReasonCodes.KeyInvalid, "an Ed25519 key has 32 bytes");
        _key = key;
    }

    public override KeyAlgorithm Algorithm => KeyAlgorithm.Ed25519;

    public override IReadOnlyList<SignatureScheme> Schemes { get; } = [SignatureScheme.Ed25519, SignatureScheme.Ed25519Prehashed];

    /// <summary>Full validation also turns away the small-order points, whose "signatures" hold for many messages.</summary>
    public override void RequireValid()
    {
        _isValid = _isValid || Ed25519.ValidatePublicKeyFull(_key, 0);
        RefusedException.Unless(_isValid, ReasonCodes.KeyInvalid, "the Ed25519 key is not a valid point");
    }

    public override bool Verify(SignatureScheme scheme, ReadOnlySpan<byte> input, ReadOnlySpan<byte> signature)
    {
        RequireValid();
        if (signature.Length != Ed25519.SignatureSize)
        {
            return false;
        }

        return scheme.Padding == SignaturePadding.Ed25519Prehashed
            ? Ed25519.VerifyPrehash(signature.ToArray(), 0, _key, 0, [], input.ToArray(), 0)
            : Ed25519.Verify(signature.ToArray(), 0, _key, 0, input.ToArray(), 0, input.Length);
    }
}
