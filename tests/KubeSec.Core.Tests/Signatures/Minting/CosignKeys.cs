using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Org.BouncyCastle.Crypto.Engines;
using Org.BouncyCastle.Crypto.Generators;
using Org.BouncyCastle.Crypto.Macs;
using Org.BouncyCastle.Crypto.Parameters;

namespace KubeSec.Core.Tests.Signatures;

/// <summary>Writes cosign's encrypted key form, to be read back.</summary>
internal static class CosignKeys
{
    public static string Encrypt(string label, byte[] pkcs8, string password, int cost)
    {
        byte[] salt = RandomNumberGenerator.GetBytes(32);
        byte[] nonce = RandomNumberGenerator.GetBytes(24);
        byte[] key = SCrypt.Generate(Encoding.UTF8.GetBytes(password), salt, cost, 8, 1, 32);
        var stream = new XSalsa20Engine();
        stream.Init(true, new ParametersWithIV(new KeyParameter(key), nonce));
        byte[] whole = new byte[32 + pkcs8.Length];
        stream.ProcessBytes((byte[])[.. new byte[32], .. pkcs8], 0, whole.Length, whole, 0);
        var authenticator = new Poly1305();
        authenticator.Init(new KeyParameter(whole[..32]));
        authenticator.BlockUpdate(whole, 32, pkcs8.Length);
        byte[] tag = new byte[16];
        authenticator.DoFinal(tag, 0);
        return Envelope(label, cost, salt, nonce, [.. tag, .. whole[32..]]);
    }

    public static string Envelope(string label, int cost, byte[] salt, byte[] nonce, byte[] ciphertext) =>
        PemEncoding.WriteString(label, MintedInstance.Bytes(new JsonObject
        {
            ["kdf"] = new JsonObject
            {
                ["name"] = "scrypt",
                ["params"] = new JsonObject { ["N"] = cost, ["r"] = 8, ["p"] = 1 },
                ["salt"] = Convert.ToBase64String(salt),
            },
            ["cipher"] = new JsonObject { ["name"] = "nacl/secretbox", ["nonce"] = Convert.ToBase64String(nonce) },
            ["ciphertext"] = Convert.ToBase64String(ciphertext),
        }));
}
