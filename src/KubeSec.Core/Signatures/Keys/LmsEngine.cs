using System.Buffers.Binary;
using System.Security.Cryptography;

namespace KubeSec.Signatures;

/// <summary>
/// Hash-based signatures (RFC 8554) with SHA-256 of 32 bytes: HSS and LMS trees, and bare LM-OTS keys. Only verification is
/// here; signing must never use a key twice, which is no business of a verifier.
/// </summary>
internal sealed class LmsEngine : SignatureEngine
{
    private const int HashSize = 32;
    private const int IdentifierSize = 16;
    private const int TreeKeySize = 8 + IdentifierSize + HashSize;
    private const int MaxLevels = 8;

    private readonly LmsKeyForm _form;
    private readonly byte[] _key;

    public LmsEngine(byte[] key, LmsKeyForm form)
    {
        _form = form;
        _key = form == LmsKeyForm.Hss ? key[Math.Min(4, key.Length)..] : key;
        Levels = form == LmsKeyForm.Hss && key.Length >= 4 ? BinaryPrimitives.ReadInt32BigEndian(key) : 1;
        RefusedException.Unless(
            _key.Length == TreeKeySize && Levels is >= 1 and <= MaxLevels && (form == LmsKeyForm.OneTime ? OneTimeForm(_key) is not null : HasKnownForms(_key)),
            ReasonCodes.KeyInvalid,
            "the LMS key is not one of RFC 8554 with SHA-256");
    }

    public override KeyAlgorithm Algorithm => _form == LmsKeyForm.OneTime ? KeyAlgorithm.LmOts : KeyAlgorithm.Lms;

    public override IReadOnlyList<SignatureScheme> Schemes { get; } = [SignatureScheme.Lms];

    private int Levels { get; }

    public override bool Verify(SignatureScheme scheme, ReadOnlySpan<byte> input, ReadOnlySpan<byte> signature) => _form switch
    {
        LmsKeyForm.OneTime => VerifyOneTime(input, signature),
        LmsKeyForm.Tree => TakeTree(ref signature, _key, input) && signature.IsEmpty,
        _ => VerifyHierarchy(input, signature),
    };

    /// <summary>Section 6.3: each tree but the last signs the key of the next.</summary>
    private bool VerifyHierarchy(ReadOnlySpan<byte> message, ReadOnlySpan<byte> signature)
    {
        if (signature.Length < 4 || BinaryPrimitives.ReadInt32BigEndian(signature) != Levels - 1)
        {
            return false;
        }

        signature = signature[4..];
        ReadOnlySpan<byte> key = _key;
        for (var level = 1; level < Levels; level++)
        {
            if (TreeSignatureSize(signature) is not { } size || signature.Length < size + TreeKeySize)
            {
                return false;
            }

            var next = signature.Slice(size, TreeKeySize);
            if (!HasKnownForms(next) || !TakeTree(ref signature, key, next))
            {
                return false;
            }

            signature = signature[TreeKeySize..];
            key = next;
        }

        return TakeTree(ref signature, key, message) && signature.IsEmpty;
    }

    /// <summary>Sections 4.6 and 5.4.2: a one-time signature, and the way from its key to the root.</summary>
    private static bool TakeTree(ref ReadOnlySpan<byte> signature, ReadOnlySpan<byte> key, ReadOnlySpan<byte> message)
    {
        if (TreeSignatureSize(signature) is not { } size || signature.Length < size)
        {
            return false;
        }

        var leaf = BinaryPrimitives.ReadUInt32BigEndian(signature);
        var oneTime = OneTimeForm(key[4..])!;
        var height = Height(key)!.Value;
        var identifier = key.Slice(8, IdentifierSize);
        var path = signature.Slice(4 + oneTime.SignatureSize, 4 + (height * HashSize));
        if (OneTimeForm(signature[4..]) != oneTime || Height(path) != height || leaf >= 1u << height)
        {
            return false;
        }

        var node = (1u << height) + leaf;
        var hash = Hash(identifier, node, 0x8282, OneTimeKey(oneTime, identifier, leaf, signature[8..], message));
        for (path = path[4..]; node > 1; node /= 2, path = path[HashSize..])
        {
            var sibling = path[..HashSize];
            hash = (node & 1) == 1 ? Hash(identifier, node / 2, 0x8383, sibling, hash) : Hash(identifier, node / 2, 0x8383, hash, sibling);
        }

        signature = signature[size..];
        return hash.AsSpan().SequenceEqual(key[^HashSize..]);
    }

    private bool VerifyOneTime(ReadOnlySpan<byte> message, ReadOnlySpan<byte> signature)
    {
        var form = OneTimeForm(_key)!;
        return signature.Length == form.SignatureSize
            && OneTimeForm(signature) == form
            && OneTimeKey(form, _key.AsSpan(4, IdentifierSize), BinaryPrimitives.ReadUInt32BigEndian(_key.AsSpan(4 + IdentifierSize)), signature[4..], message)
                .AsSpan().SequenceEqual(_key.AsSpan(^HashSize..));
    }

    /// <summary>Section 4.6 algorithm 4b: the key that this signature over this message leads to.</summary>
    private static byte[] OneTimeKey(LmOtsForm form, ReadOnlySpan<byte> identifier, uint leaf, ReadOnlySpan<byte> signature, ReadOnlySpan<byte> message)
    {
        Span<byte> digits = stackalloc byte[HashSize + 2];
        Hash(identifier, leaf, 0x8181, signature[..HashSize], message).CopyTo(digits);
        BinaryPrimitives.WriteUInt16BigEndian(digits[HashSize..], form.Checksum(digits[..HashSize]));
        var chains = new byte[form.Chains * HashSize];
        Span<byte> step = stackalloc byte[1 + HashSize];
        for (var chain = 0; chain < form.Chains; chain++)
        {
            signature.Slice(HashSize + (chain * HashSize), HashSize).CopyTo(step[1..]);
            for (var i = form.Digit(digits, chain); i < (1 << form.Width) - 1; i++)
            {
                step[0] = (byte)i;
                Hash(identifier, leaf, (ushort)chain, step).CopyTo(step[1..]);
            }

            step[1..].CopyTo(chains.AsSpan(chain * HashSize));
        }

        return Hash(identifier, leaf, 0x8080, chains);
    }

    /// <summary>Every hash of the scheme begins with the key's identifier, a number and what it is a hash of.</summary>
    private static byte[] Hash(ReadOnlySpan<byte> identifier, uint number, ushort kind, ReadOnlySpan<byte> first, ReadOnlySpan<byte> second = default)
    {
        Span<byte> head = stackalloc byte[IdentifierSize + 6];
        identifier.CopyTo(head);
        BinaryPrimitives.WriteUInt32BigEndian(head[IdentifierSize..], number);
        BinaryPrimitives.WriteUInt16BigEndian(head[(IdentifierSize + 4)..], kind);
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(head);
        hash.AppendData(first);
        hash.AppendData(second);
        return hash.GetHashAndReset();
    }

    private static int? TreeSignatureSize(ReadOnlySpan<byte> signature)
    {
        if (signature.Length < 8 || OneTimeForm(signature[4..]) is not { } form || signature.Length < 4 + form.SignatureSize + 4)
        {
            return null;
        }

        return Height(signature[(4 + form.SignatureSize)..]) is { } height ? 8 + form.SignatureSize + (height * HashSize) : null;
    }

    private static bool HasKnownForms(ReadOnlySpan<byte> key) => Height(key) is not null && OneTimeForm(key[4..]) is not null;

    /// <summary>The typecodes of section 5.1 that are SHA-256 with 32 bytes.</summary>
    private static int? Height(ReadOnlySpan<byte> typecode) => BinaryPrimitives.ReadUInt32BigEndian(typecode) switch
    {
        5 => 5,
        6 => 10,
        7 => 15,
        8 => 20,
        9 => 25,
        _ => null,
    };

    /// <summary>The typecodes of section 4.1.</summary>
    private static LmOtsForm? OneTimeForm(ReadOnlySpan<byte> typecode) => BinaryPrimitives.ReadUInt32BigEndian(typecode) switch
    {
        1 => new LmOtsForm(1, 265, 7),
        2 => new LmOtsForm(2, 133, 6),
        3 => new LmOtsForm(4, 67, 4),
        4 => new LmOtsForm(8, 34, 0),
        _ => null,
    };

    /// <summary>The parameters of a one-time signature.</summary>
    /// <param name="Width">Bits per digit.</param>
    /// <param name="Chains">How many digits message and checksum have.</param>
    /// <param name="Shift">How far the checksum is moved left.</param>
    private sealed record LmOtsForm(int Width, int Chains, int Shift)
    {
        public int SignatureSize => 4 + HashSize + (Chains * HashSize);

        public int Digit(ReadOnlySpan<byte> digits, int index) =>
            (digits[index * Width / 8] >> (8 - Width - (index * Width % 8))) & ((1 << Width) - 1);

        public ushort Checksum(ReadOnlySpan<byte> hash)
        {
            var sum = 0;
            for (var i = 0; i < HashSize * 8 / Width; i++)
            {
                sum += (1 << Width) - 1 - Digit(hash, i);
            }

            return (ushort)(sum << Shift);
        }
    }
}

/// <summary>What a key of RFC 8554 is.</summary>
internal enum LmsKeyForm
{
    /// <summary>A hierarchy of trees (section 6), as SubjectPublicKeyInfo carries it (RFC 9802).</summary>
    Hss,

    /// <summary>One tree (section 5).</summary>
    Tree,

    /// <summary>One key for one signature (section 4).</summary>
    OneTime,
}
