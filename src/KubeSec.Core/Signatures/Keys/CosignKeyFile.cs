using System.Text;
using Org.BouncyCastle.Crypto.Engines;
using Org.BouncyCastle.Crypto.Generators;
using Org.BouncyCastle.Crypto.Macs;
using Org.BouncyCastle.Crypto.Parameters;
using Org.BouncyCastle.Utilities;

namespace KubeSec.Signatures;

/// <summary>
/// cosign's encrypted private key (sigstore/cosign pkg/cosign/keys.go over theupdateframework/go-tuf encrypted): JSON
/// that names scrypt and NaCl's secretbox, around a PKCS #8 key.
/// </summary>
internal static class CosignKeyFile
{
    private const int MaxSize = 256 * 1024;
    private const int KeyLength = 32;
    private const int NonceLength = 24;
    private const int TagLength = 16;

    /// <summary>XSalsa20's key stream gives the Poly1305 key first; the message is encrypted with what follows.</summary>
    private const int AuthenticationKeyLength = 32;

    public static bool IsLabel(string label) => label is "ENCRYPTED COSIGN PRIVATE KEY" or "ENCRYPTED SIGSTORE PRIVATE KEY";

    /// <returns>The PKCS #8 key.</returns>
    public static byte[] Decrypt(byte[] content, string password) =>
        StrictJson.Parse(content, MaxSize, "encrypted key", ReasonCodes.KeyInvalid, root => Open(root.Only("kdf", "cipher", "ciphertext"), password));

    private static byte[] Open(StrictJson root, string password)
    {
        var derivation = root.Object("kdf").Only("name", "params", "salt");
        var cost = derivation.Object("params").Only("N", "r", "p");
        var (n, r, p) = (cost.OptionalInteger("N"), cost.OptionalInteger("r"), cost.OptionalInteger("p"));

        // 2^15 is what cosign 1 wrote, 2^16 what it writes since; anything else would let a key file ask for gigabytes.
        RefusedException.Unless(
            derivation.String("name") == "scrypt" && n is 32768 or 65536 && r == 8 && p == 1,
            ReasonCodes.KeyUnsupported,
            "the key must be protected by scrypt with N 32768 or 65536, r 8 and p 1");
        var cipher = root.Object("cipher").Only("name", "nonce");
        var nonce = cipher.Bytes("nonce");
        RefusedException.Unless(
            cipher.String("name") == "nacl/secretbox" && nonce.Length == NonceLength, ReasonCodes.KeyUnsupported, "the key must be encrypted with nacl/secretbox");
        var key = SCrypt.Generate(Encoding.UTF8.GetBytes(password), derivation.Bytes("salt"), (int)n.Value, (int)r.Value, (int)p.Value, KeyLength);
        return OpenBox(root.Bytes("ciphertext"), nonce, key);
    }

    private static byte[] OpenBox(byte[] box, byte[] nonce, byte[] key)
    {
        RefusedException.Unless(box.Length > TagLength, ReasonCodes.KeyInvalid, "the encrypted key is cut short");
        var stream = new XSalsa20Engine();
        stream.Init(false, new ParametersWithIV(new KeyParameter(key), nonce));
        var authenticationKey = new byte[AuthenticationKeyLength];
        stream.ProcessBytes(authenticationKey, authenticationKey);
        var authenticator = new Poly1305();
        authenticator.Init(new KeyParameter(authenticationKey));
        authenticator.BlockUpdate(box.AsSpan(TagLength));
        var tag = new byte[TagLength];
        authenticator.DoFinal(tag);
        RefusedException.Unless(Arrays.FixedTimeEquals(tag, box[..TagLength]), ReasonCodes.KeyPasswordWrong, "the password does not open the key");
        var opened = new byte[box.Length - TagLength];
        stream.ProcessBytes(box.AsSpan(TagLength), opened);
        return opened;
    }
}
