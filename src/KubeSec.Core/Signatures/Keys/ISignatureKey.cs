namespace KubeSec.Signatures;

/// <summary>
/// A private key that signs: in memory, on a token (PKCS#11), or in a key management service that a caller brings.
/// Implementations never give the key out.
/// </summary>
public interface ISignatureKey
{
    /// <summary>The public half.</summary>
    PublicKey PublicKey { get; }

    /// <summary>Signs a message the way cosign would with this kind of key.</summary>
    /// <param name="message">The message itself; hashing is the key's business.</param>
    /// <param name="cancellationToken">Ends the wait for a key that is elsewhere.</param>
    /// <returns>The signature: DER for ECDSA, PKCS #1 v1.5 with SHA-256 for RSA, 64 bytes for Ed25519.</returns>
    /// <exception cref="SignatureKeyException">The key cannot be used.</exception>
    ValueTask<byte[]> SignAsync(ReadOnlyMemory<byte> message, CancellationToken cancellationToken = default);
}
