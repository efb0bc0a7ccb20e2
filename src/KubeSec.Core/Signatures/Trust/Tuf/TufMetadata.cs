using System.Globalization;
using System.Text.Json;

namespace KubeSec.Signatures;

/// <summary>One signed TUF metadata file (TUF specification section 4). Its content counts once <see cref="RequireSignedBy"/> has passed.</summary>
internal sealed class TufMetadata
{
    public const int MaxSize = 1 << 20;
    public const int MaxSignatures = 64;
    private const int MaxDepth = 16;

    private readonly JsonElement _signed;
    private readonly byte[] _message;
    private readonly List<(string KeyId, byte[] Signature)> _signatures = [];

    private TufMetadata(byte[] raw, JsonElement signed)
    {
        Raw = raw;
        _signed = signed;
        _message = CanonicalJson.Encode(signed);
    }

    public byte[] Raw { get; }

    public long Version { get; private init; }

    /// <summary>Whether the repository's files carry their version or hash in their names (section 6.2); root metadata says so.</summary>
    public bool IsConsistent => Guarded(() => _signed.TryGetProperty("consistent_snapshot", out var consistent) && consistent.GetBoolean());

    private DateTimeOffset Expires { get; init; }

    /// <param name="raw">The file.</param>
    /// <param name="type">What it must be: root, timestamp, snapshot or targets.</param>
    public static TufMetadata Read(byte[] raw, string type) => Guarded(() =>
    {
        using var document = JsonDocument.Parse(raw, new JsonDocumentOptions { MaxDepth = MaxDepth, AllowDuplicateProperties = false });
        var root = document.RootElement.Clone();
        var signed = root.GetProperty("signed");
        Require(Text(signed, "_type") == type, $"{type} metadata is expected");
        var specification = Text(signed, "spec_version");
        Require(specification.Split('.')[0] == "1", $"{type} metadata is by version '{specification}' of the TUF specification, and 1 is understood");
        var metadata = new TufMetadata(raw, signed)
        {
            Version = signed.GetProperty("version").GetInt64(),
            Expires = DateTimeOffset.Parse(Text(signed, "expires"), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal),
        };
        Require(metadata.Version > 0, "a version is above 0");
        var signatures = root.GetProperty("signatures");
        RefusedException.Unless(
            signatures.GetArrayLength() <= MaxSignatures, ReasonCodes.TufLimitExceeded, $"{type} metadata has more than {MaxSignatures} signatures");
        foreach (var signature in signatures.EnumerateArray())
        {
            metadata._signatures.Add((Text(signature, "keyid"), Convert.FromHexString(Text(signature, "sig"))));
        }

        return metadata;
    });

    /// <summary>Whether as many different keys signed as the role demands. One key under two names is one key.</summary>
    public bool IsSignedBy(TufRole role) => SignersOf(role) >= role.Threshold;

    /// <summary>Requires signatures by as many different keys as the role demands.</summary>
    public void RequireSignedBy(TufRole role, string name) =>
        RefusedException.Unless(
            IsSignedBy(role), ReasonCodes.TufThresholdNotMet, $"{name} metadata is signed by {SignersOf(role)} of the {role.Threshold} keys demanded");

    /// <summary>An old file that is still validly signed is how a mirror hides an update: expiry ends that.</summary>
    public void RequireFresh(DateTimeOffset now, string name) =>
        RefusedException.Unless(now < Expires, ReasonCodes.TufExpired, FormattableString.Invariant($"{name} metadata expired at {Expires:u}"));

    /// <summary>Reads a role of root metadata.</summary>
    public TufRole Role(string name) => Guarded(() =>
    {
        var role = _signed.GetProperty("roles").GetProperty(name);
        var threshold = role.GetProperty("threshold").GetInt32();
        Require(threshold > 0, "a threshold is above 0");
        var keys = new Dictionary<string, TufKey>(StringComparer.Ordinal);
        foreach (var id in role.GetProperty("keyids").EnumerateArray().Select(id => id.GetString() ?? ""))
        {
            if (_signed.GetProperty("keys").TryGetProperty(id, out var key) && TufKey.Read(key) is { } known)
            {
                keys[id] = known;
            }
        }

        return new TufRole(keys, threshold);
    });

    /// <summary>What timestamp or snapshot metadata says of other files.</summary>
    public IReadOnlyDictionary<string, TufFile> Meta => Guarded(() => _signed.GetProperty("meta").EnumerateObject()
        .ToDictionary(entry => entry.Name, entry => ReadFile(entry.Value, entry.Value.GetProperty("version").GetInt64()), StringComparer.Ordinal));

    /// <summary>What targets metadata says of a target, or null.</summary>
    public TufFile? Target(string name) => Guarded(() =>
        _signed.GetProperty("targets").TryGetProperty(name, out var entry) ? ReadFile(entry, Version) : null);

    private static TufFile ReadFile(JsonElement entry, long version)
    {
        var hashes = entry.TryGetProperty("hashes", out var stated) ? stated : default;
        string? Hash(string name) => hashes.ValueKind == JsonValueKind.Object && hashes.TryGetProperty(name, out var hash) ? hash.GetString() : null;
        var file = new TufFile(version, entry.TryGetProperty("length", out var length) ? length.GetInt64() : null, Hash("sha256"), Hash("sha512"));
        Require(hashes.ValueKind == JsonValueKind.Undefined || (file.Sha256 ?? file.Sha512) is not null, "of a file's hashes none is SHA-256 or SHA-512");
        return file;
    }

    private int SignersOf(TufRole role) => _signatures
        .Where(signature => role.Keys.TryGetValue(signature.KeyId, out var key) && key.Signed(_message, signature.Signature))
        .Select(signature => role.Keys[signature.KeyId].Key)
        .Distinct()
        .Count();

    /// <summary>A text, which null is not.</summary>
    internal static string Text(JsonElement element, string name) => element.GetProperty(name).GetString() ?? throw new FormatException($"{name} is null");

    private static T Guarded<T>(Func<T> read)
    {
        try
        {
            return read();
        }
        catch (Exception malformed) when (malformed is JsonException or InvalidOperationException or KeyNotFoundException or FormatException)
        {
            throw new RefusedException(ReasonCodes.TufMalformed, $"TUF metadata cannot be read: {malformed.Message}");
        }
    }

    private static void Require(bool holds, string message) => RefusedException.Unless(holds, ReasonCodes.TufMalformed, message);
}
