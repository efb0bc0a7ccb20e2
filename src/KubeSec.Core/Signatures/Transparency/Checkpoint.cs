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
    private const byte NoteEd25519 = 1;

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
        var named = _signatures.Where(signature => BelongsTo(signature.Name) && signature.Hint.AsSpan().SequenceEqual(KeyHint(log, signature.Name))).ToArray();
        RefusedException.Unless(
            named.Length > 0, ReasonCodes.CheckpointSignerUnknown, "no signature of the checkpoint is by the key of the log that the entry names");
        var text = Encoding.UTF8.GetBytes(_note);
        RefusedException.Unless(
            named.Any(signature => log.Key.Verify(log.Scheme, text, signature.Signature)),
            ReasonCodes.CheckpointSignatureInvalid,
            "the log's signature of the checkpoint does not hold");
    }

    /// <summary>
    /// Rekor v2 signs under its own host name; Rekor v1 under a configured name followed by its tree's number, which the
    /// trust root does not know.
    /// </summary>
    private void RequireOrigin(TransparencyLog log) =>
        RefusedException.Unless(
            log.Key.Algorithm != KeyAlgorithm.Ed25519 || Origin == log.Name,
            ReasonCodes.CheckpointOriginMismatch,
            $"the checkpoint is of '{Origin}' and the log is '{log.Name}'");

    private bool BelongsTo(string name) => Origin == name || Origin.StartsWith(name + " - ", StringComparison.Ordinal);

    /// <summary>
    /// Signed notes hash name, type and key of Ed25519 (C2SP signed-note); other keys go by the start of SHA-256 over
    /// their SubjectPublicKeyInfo, which is also the identifier Rekor v1 gives its log.
    /// </summary>
    private static ReadOnlySpan<byte> KeyHint(TransparencyLog log, string name)
    {
        if (log.Key.Algorithm != KeyAlgorithm.Ed25519)
        {
            return log.Key.FingerprintBytes.AsSpan(0, KeyHintLength);
        }

        var rawKey = log.Key.SubjectPublicKeyInfo.Span[^32..];
        return HashKind.Sha256.Hash([.. Encoding.UTF8.GetBytes(name), (byte)'\n', NoteEd25519, .. rawKey]).AsSpan(0, KeyHintLength);
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
