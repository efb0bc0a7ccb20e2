using System.Globalization;
using System.Text.Json;

namespace KubeSec.Signatures;

/// <summary>One signed TUF metadata file (TUF specification section 4). Its content counts once <see cref="RequireSignedBy"/> has passed.</summary>
internal sealed class TufMetadata
{
    private const int MaxSize = 1 << 20;
    private const int MaxDepth = 16;
    private const int MaxSignatures = 64;

    private readonly JsonElement _signed;
    private readonly List<(string KeyId, byte[] Signature)> _signatures = [];

    private TufMetadata(byte[] raw, JsonElement signed)
    {
        Raw = raw;
        _signed = signed;
    }

    public byte[] Raw { get; }

    public long Version { get; private init; }

    private DateTimeOffset Expires { get; init; }

    /// <param name="raw">The file.</param>
    /// <param name="type">What it must be: root, timestamp, snapshot or targets.</param>
    public static TufMetadata Read(byte[] raw, string type)
    {
        try
        {
            Require(raw.Length <= MaxSize, $"{type} metadata is larger than {MaxSize} bytes");
            using var document = JsonDocument.Parse(raw, new JsonDocumentOptions { MaxDepth = MaxDepth, AllowDuplicateProperties = false });
            var root = document.RootElement.Clone();
            var signed = root.GetProperty("signed");
            Require(signed.GetProperty("_type").GetString() == type, $"{type} metadata is expected");
            var metadata = new TufMetadata(raw, signed)
            {
                Version = signed.GetProperty("version").GetInt64(),
                Expires = DateTimeOffset.Parse(signed.GetProperty("expires").GetString()!, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal),
            };
            Require(metadata.Version > 0, "a version is above 0");
            foreach (var signature in root.GetProperty("signatures").EnumerateArray().Take(MaxSignatures))
            {
                metadata._signatures.Add((signature.GetProperty("keyid").GetString()!, Convert.FromHexString(signature.GetProperty("sig").GetString()!)));
            }

            return metadata;
        }
        catch (Exception malformed) when (malformed is JsonException or InvalidOperationException or KeyNotFoundException or FormatException)
        {
            throw new RefusedException(ReasonCodes.TufMalformed, $"{type} metadata cannot be read: {malformed.Message}");
        }
    }

    /// <summary>Requires signatures by as many different keys as the role demands.</summary>
    public void RequireSignedBy(TufRole role, string name)
    {
        var message = CanonicalJson.Encode(_signed);
        var signers = _signatures
            .Where(signature => role.Keys.TryGetValue(signature.KeyId, out var key) && key.Verify(key.Schemes[0], message, signature.Signature))
            .Select(signature => role.Keys[signature.KeyId])
            .Distinct()
            .Count();
        RefusedException.Unless(
            signers >= role.Threshold, ReasonCodes.TufThresholdNotMet, $"{name} metadata is signed by {signers} of the {role.Threshold} keys demanded");
    }

    /// <summary>An old file that is still validly signed is how a mirror hides an update: expiry ends that.</summary>
    public void RequireFresh(DateTimeOffset now, string name) =>
        RefusedException.Unless(now < Expires, ReasonCodes.TufExpired, FormattableString.Invariant($"{name} metadata expired at {Expires:u}"));

    /// <summary>Reads a role of root metadata.</summary>
    public TufRole Role(string name) => Guarded(() =>
    {
        var role = _signed.GetProperty("roles").GetProperty(name);
        var threshold = role.GetProperty("threshold").GetInt32();
        Require(threshold > 0, "a threshold is above 0");
        var keys = new Dictionary<string, PublicKey>(StringComparer.Ordinal);
        foreach (var id in role.GetProperty("keyids").EnumerateArray().Select(id => id.GetString()!))
        {
            if (_signed.GetProperty("keys").TryGetProperty(id, out var key))
            {
                keys[id] = ReadKey(key);
            }
        }

        return new TufRole(keys, threshold);
    });

    /// <summary>What timestamp or snapshot metadata says of a file, or null.</summary>
    public TufFile? Meta(string file) => Guarded(() =>
        _signed.GetProperty("meta").TryGetProperty(file, out var entry) ? ReadFile(entry, entry.GetProperty("version").GetInt64()) : null);

    /// <summary>What targets metadata says of a target, or null.</summary>
    public TufFile? Target(string name) => Guarded(() =>
        _signed.GetProperty("targets").TryGetProperty(name, out var entry) ? ReadFile(entry, Version) : null);

    private static TufFile ReadFile(JsonElement entry, long version) => new(
        version,
        entry.TryGetProperty("length", out var length) ? length.GetInt64() : null,
        entry.TryGetProperty("hashes", out var hashes) && hashes.TryGetProperty("sha256", out var hash) ? hash.GetString() : null);

    /// <summary>Keys are PEM, or bare hexadecimal for Ed25519.</summary>
    private static PublicKey ReadKey(JsonElement key)
    {
        var text = key.GetProperty("keyval").GetProperty("public").GetString()!;
        if (text.Contains("-----BEGIN", StringComparison.Ordinal))
        {
            return Pem.ReadPublicKey(text);
        }

        // The fixed head of an Ed25519 SubjectPublicKeyInfo (RFC 8410 section 4).
        byte[] head = [0x30, 0x2A, 0x30, 0x05, 0x06, 0x03, 0x2B, 0x65, 0x70, 0x03, 0x21, 0x00];
        return PublicKey.Read([.. head, .. Convert.FromHexString(text)]);
    }

    private static T Guarded<T>(Func<T> read)
    {
        try
        {
            return read();
        }
        catch (Exception malformed) when (malformed is InvalidOperationException or KeyNotFoundException or FormatException)
        {
            throw new RefusedException(ReasonCodes.TufMalformed, $"TUF metadata cannot be read: {malformed.Message}");
        }
    }

    private static void Require(bool holds, string message) => RefusedException.Unless(holds, ReasonCodes.TufMalformed, message);
}
