using System.Buffers.Binary;
using System.Globalization;
using System.Text;

namespace KubeSec.Signatures;

/// <summary>
/// A signed note that states a log's size and root (C2SP signed-note and tlog-checkpoint). Any number of witnesses may
/// have signed it besides the log; only the log's own signature counts here.
/// </summary>
internal sealed class Checkpoint
{
    private const int MaxSize = 16 * 1024;
    private const int MaxSignatures = 32;
    private const int KeyHintLength = 4;
    private const int TimeLength = 8;

    /// <summary>The signature types of C2SP signed-note and tlog-cosignature, and Rekor's own for RSA.</summary>
    private const byte NoteEd25519 = 1;
    private const byte NoteMlDsa = 6;
    private const byte NoteOther = 0xFF;

    /// <summary>Stands between the name of Rekor v1 and its tree's number.</summary>
    private const string ShardSeparator = " - ";

    /// <summary>An em dash, which opens every signature line.</summary>
    private const string SignaturePrefix = "— ";

    private readonly string _note;
    private readonly List<(string Name, byte[] Hint, byte[] Signature)> _signatures;

    private Checkpoint(string note, string origin, long treeSize, byte[] rootHash, List<(string, byte[], byte[])> signatures)
    {
        _note = note;
        _signatures = signatures;
        Origin = origin;
        TreeSize = treeSize;
        RootHash = rootHash;
    }

    public string Origin { get; }

    public long TreeSize { get; }

    public byte[] RootHash { get; }

    public static Checkpoint Read(string envelope)
    {
        Require(envelope.Length <= MaxSize, $"it is longer than {MaxSize} characters");
        var end = envelope.IndexOf("\n\n", StringComparison.Ordinal);
        Require(end >= 0, "no empty line parts text and signatures");
        var note = envelope[..(end + 1)];
        var lines = note[..^1].Split('\n');
        RefusedException.Unless(
            lines[0].Length > 0 && !IsDecimal(lines[0], out _), ReasonCodes.CheckpointOriginMissing, "the checkpoint's first line names no origin");
        var size = 0L;
        RefusedException.Unless(
            lines.Length > 1 && IsDecimal(lines[1], out size) && size > 0,
            ReasonCodes.CheckpointSizeMissing,
            "the checkpoint's second line is not the size of a tree");
        var root = lines.Length > 2 ? StrictBase64.Decode(lines[2]) : null;
        RefusedException.Unless(root is { Length: 32 }, ReasonCodes.CheckpointRootMissing, "the checkpoint's third line is not a root hash");
        return new Checkpoint(note, lines[0], size, root, ReadSignatures(envelope[(end + 2)..]));
    }

    /// <summary>Requires that the log itself signed this note.</summary>
    public void RequireSignedBy(TransparencyLog log)
    {
        RefusedException.Unless(_signatures.Count > 0, ReasonCodes.CheckpointUnsigned, "nobody has signed the checkpoint");
        RequireOrigin(log);
        var named = _signatures.Where(signature => BelongsTo(signature.Name) && HasHintOf(log.Key, signature.Name, signature.Hint)).ToArray();
        RefusedException.Unless(
            named.Length > 0, ReasonCodes.CheckpointSignerUnknown, "no signature of the checkpoint is by the key of the log that the entry names");
        var text = Encoding.UTF8.GetBytes(_note);
        RefusedException.Unless(
            named.Any(signature => IsMlDsa(log.Key) ? HoldsForTree(signature, log) : log.Key.Verify(log.Scheme, text, signature.Signature)),
            ReasonCodes.CheckpointSignatureInvalid,
            "the log's signature of the checkpoint does not hold");
    }

    /// <summary>
    /// Rekor v2 signs under its own host name; Rekor v1 under a configured name followed by its tree's number, which the
    /// trust root does not know.
    /// </summary>
    private void RequireOrigin(TransparencyLog log) =>
        RefusedException.Unless(
            IsShard() || Origin == log.Name, ReasonCodes.CheckpointOriginMismatch, $"the checkpoint is of '{Origin}' and the log is '{log.Name}'");

    private bool IsShard()
    {
        var split = Origin.LastIndexOf(ShardSeparator, StringComparison.Ordinal);
        return split > 0 && IsDecimal(Origin[(split + ShardSeparator.Length)..], out _);
    }

    private bool BelongsTo(string name) => Origin == name || Origin.StartsWith(name + ShardSeparator, StringComparison.Ordinal);

    /// <summary>
    /// Keys go by the start of SHA-256 over name, type and key (C2SP signed-note), but for ECDSA's, which go by that over
    /// their SubjectPublicKeyInfo; in Rekor v1 every key does, where it is also the log's identifier.
    /// </summary>
    private bool HasHintOf(PublicKey key, string name, ReadOnlySpan<byte> hint)
    {
        if (key.Algorithm is KeyAlgorithm.EcdsaP256 or KeyAlgorithm.EcdsaP384 or KeyAlgorithm.EcdsaP521 || IsShard())
        {
            return hint.SequenceEqual(key.FingerprintBytes.AsSpan(0, KeyHintLength));
        }

        var info = key.SubjectPublicKeyInfo.Span;
        byte[] typed = key.Algorithm switch
        {
            KeyAlgorithm.Ed25519 => [NoteEd25519, .. info[^32..]],
            _ when IsMlDsa(key) => [NoteMlDsa, .. key.RawKey],
            _ => [NoteOther, .. "PKIX-RSA-PKCS#1v1.5"u8, .. info],
        };
        return hint.SequenceEqual(HashKind.Sha256.Hash([.. Encoding.UTF8.GetBytes(name), (byte)'\n', .. typed]).AsSpan(0, KeyHintLength));
    }

    private static bool IsMlDsa(PublicKey key) => key.Algorithm is KeyAlgorithm.MlDsa44 or KeyAlgorithm.MlDsa65 or KeyAlgorithm.MlDsa87;

    /// <summary>An ML-DSA key signs the tree itself and a time of its own (C2SP tlog-cosignature); no other line of the note.</summary>
    private bool HoldsForTree((string Name, byte[] Hint, byte[] Signature) signature, TransparencyLog log)
    {
        var signer = Encoding.UTF8.GetBytes(signature.Name);
        var origin = Encoding.UTF8.GetBytes(Origin);
        if (signature.Signature.Length <= TimeLength || signer.Length > byte.MaxValue || origin.Length > byte.MaxValue)
        {
            return false;
        }

        var size = new byte[8];
        BinaryPrimitives.WriteInt64BigEndian(size, TreeSize);
        byte[] message =
        [
            .. "subtree/v1\n\0"u8, (byte)signer.Length, .. signer, .. signature.Signature.AsSpan(0, TimeLength),
            (byte)origin.Length, .. origin, .. new byte[8], .. size, .. RootHash,
        ];
        return log.Key.Verify(log.Scheme, message, signature.Signature.AsSpan(TimeLength));
    }

    private static List<(string Name, byte[] Hint, byte[] Signature)> ReadSignatures(string text)
    {
        var signatures = new List<(string, byte[], byte[])>();
        Require(text.Length == 0 || text[^1] == '\n', "its last line does not end");
        foreach (var line in text.Split('\n')[..^1])
        {
            Require(signatures.Count < MaxSignatures, $"it has more than {MaxSignatures} signatures");
            Require(line.StartsWith(SignaturePrefix, StringComparison.Ordinal), "a signature line does not begin with a dash");
            var parts = line[SignaturePrefix.Length..].Split(' ');
            Require(parts.Length == 2 && parts[0].Length > 0, "a signature line is not a name and a signature");
            var bytes = StrictBase64.Decode(parts[1]);
            Require(bytes is { Length: > KeyHintLength }, "a signature is not base64 of key hint and signature");
            signatures.Add((parts[0], bytes![..KeyHintLength], bytes[KeyHintLength..]));
        }

        return signatures;
    }

    private static bool IsDecimal(string text, out long value) =>
        long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out value)
        && value.ToString(CultureInfo.InvariantCulture) == text;

    private static void Require([System.Diagnostics.CodeAnalysis.DoesNotReturnIf(false)] bool holds, string what) =>
        RefusedException.Unless(holds, ReasonCodes.CheckpointMalformed, $"the checkpoint cannot be read: {what}");
}
