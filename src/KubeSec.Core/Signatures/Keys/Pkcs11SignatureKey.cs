using System.Formats.Asn1;
using System.Runtime.InteropServices;
using Net.Pkcs11Interop.Common;
using Net.Pkcs11Interop.HighLevelAPI;

namespace KubeSec.Signatures;

/// <summary>Where a key on a PKCS #11 token is.</summary>
/// <param name="LibraryPath">The token's own library, such as <c>/usr/lib/softhsm/libsofthsm2.so</c>.</param>
/// <param name="TokenLabel">The token's label.</param>
/// <param name="KeyLabel">The label of private and public key (CKA_LABEL).</param>
/// <param name="Pin">The user's PIN; never printed.</param>
public sealed record Pkcs11KeyLocation(string LibraryPath, string TokenLabel, string KeyLabel, string Pin)
{
    /// <summary>Everything but the PIN.</summary>
    public override string ToString() => $"key '{KeyLabel}' on token '{TokenLabel}' of {LibraryPath}";
}

/// <summary>A private key on a PKCS #11 token (ECDSA or RSA), which signs there and never leaves it.</summary>
public sealed class Pkcs11SignatureKey : ISignatureKey, IDisposable
{
    /// <summary>
    /// Pkcs11Interop asks for "libdl", a name that only development packages have; since glibc 2.34 its functions are in
    /// libc, and the old name is libdl.so.2.
    /// </summary>
    private static readonly Lazy<bool> ResolvesLoader = new(() =>
    {
        NativeLibrary.SetDllImportResolver(
            typeof(Pkcs11InteropFactories).Assembly,
            (name, assembly, path) => name == "libdl" && NativeLibrary.TryLoad("libdl.so.2", assembly, path, out var handle) ? handle : IntPtr.Zero);
        return true;
    });

    private readonly IPkcs11Library _library;
    private readonly ISession _session;
    private readonly IObjectHandle _privateKey;
    private readonly Lock _gate = new();

    private Pkcs11SignatureKey(IPkcs11Library library, ISession session, IObjectHandle privateKey, PublicKey publicKey)
    {
        _library = library;
        _session = session;
        _privateKey = privateKey;
        PublicKey = publicKey;
    }

    /// <inheritdoc/>
    public PublicKey PublicKey { get; }

    /// <summary>Opens a session and finds the key.</summary>
    /// <exception cref="SignatureKeyException">The library, the token or the key is not there, or the PIN is wrong.</exception>
    public static Pkcs11SignatureKey Open(Pkcs11KeyLocation location)
    {
        ArgumentNullException.ThrowIfNull(location);
        _ = ResolvesLoader.Value;
        var factories = new Pkcs11InteropFactories();
        IPkcs11Library? library = null;
        ISession? session = null;
        try
        {
            library = factories.Pkcs11LibraryFactory.LoadPkcs11Library(factories, location.LibraryPath, AppType.MultiThreaded);
            var slot = library.GetSlotList(SlotsType.WithTokenPresent).Find(slot => slot.GetTokenInfo().Label.TrimEnd() == location.TokenLabel)
                ?? throw Unusable($"no token '{location.TokenLabel}' is there");
            session = slot.OpenSession(SessionType.ReadOnly);
            session.Login(CKU.CKU_USER, location.Pin);
            var key = Find(session, CKO.CKO_PRIVATE_KEY, location);
            var publicKey = ReadPublicKey(session, Find(session, CKO.CKO_PUBLIC_KEY, location));
            return new Pkcs11SignatureKey(library, session, key, publicKey);
        }
        catch (Exception failed) when (failed is Pkcs11Exception or UnmanagedException or DllNotFoundException or AsnContentException or RefusedException or SignatureKeyException)
        {
            session?.Dispose();
            library?.Dispose();
            throw failed as SignatureKeyException ?? Unusable($"{location} cannot be used: {failed.Message}");
        }
    }

    /// <inheritdoc/>
    public ValueTask<byte[]> SignAsync(ReadOnlyMemory<byte> message, CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        try
        {
            // A PKCS #11 session has one operation at a time.
            lock (_gate)
            {
                return ValueTask.FromResult(PublicKey.Algorithm == KeyAlgorithm.Rsa ? SignRsa(message.Span) : SignEcdsa(message.Span));
            }
        }
        catch (Pkcs11Exception failed)
        {
            throw Unusable($"the token did not sign: {failed.Message}");
        }
    }

    /// <summary>Ends the session.</summary>
    public void Dispose()
    {
        _session.Dispose();
        _library.Dispose();
    }

    /// <summary>The public half; the private one is on the token.</summary>
    public override string ToString() => $"token key of {PublicKey}";

    private byte[] SignRsa(ReadOnlySpan<byte> message)
    {
        using var mechanism = _session.Factories.MechanismFactory.Create(CKM.CKM_SHA256_RSA_PKCS);
        return _session.Sign(mechanism, _privateKey, message.ToArray());
    }

    /// <summary>Tokens answer with r and s side by side; everyone else expects them in DER.</summary>
    private byte[] SignEcdsa(ReadOnlySpan<byte> message)
    {
        using var mechanism = _session.Factories.MechanismFactory.Create(CKM.CKM_ECDSA);
        var pair = _session.Sign(mechanism, _privateKey, PublicKey.Schemes[0].Hash!.Value.Hash(message));
        var writer = new AsnWriter(AsnEncodingRules.DER);
        using (writer.PushSequence())
        {
            writer.WriteIntegerUnsigned(Significant(pair.AsSpan(0, pair.Length / 2)));
            writer.WriteIntegerUnsigned(Significant(pair.AsSpan(pair.Length / 2)));
        }

        return writer.Encode();
    }

    private static ReadOnlySpan<byte> Significant(ReadOnlySpan<byte> number)
    {
        var trimmed = number.TrimStart((byte)0);
        return trimmed.IsEmpty ? number[..1] : trimmed;
    }

    private static IObjectHandle Find(ISession session, CKO kind, Pkcs11KeyLocation location)
    {
        var attributes = session.Factories.ObjectAttributeFactory;
        var found = session.FindAllObjects([attributes.Create(CKA.CKA_CLASS, kind), attributes.Create(CKA.CKA_LABEL, location.KeyLabel)]);
        return found is [var single] ? single : throw Unusable($"{found.Count} objects of kind {kind} carry the label '{location.KeyLabel}', and one is expected");
    }

    private static PublicKey ReadPublicKey(ISession session, IObjectHandle handle)
    {
        var type = (CKK)session.GetAttributeValue(handle, [CKA.CKA_KEY_TYPE])[0].GetValueAsUlong();
        var writer = new AsnWriter(AsnEncodingRules.DER);
        switch (type)
        {
            case CKK.CKK_RSA:
                var rsa = session.GetAttributeValue(handle, [CKA.CKA_MODULUS, CKA.CKA_PUBLIC_EXPONENT]);
                using (writer.PushSequence())
                {
                    writer.WriteIntegerUnsigned(rsa[0].GetValueAsByteArray());
                    writer.WriteIntegerUnsigned(rsa[1].GetValueAsByteArray());
                }

                return PublicKey.Read(Pem.WrapRsaKey(writer.Encode()));
            case CKK.CKK_EC:
                var ec = session.GetAttributeValue(handle, [CKA.CKA_EC_PARAMS, CKA.CKA_EC_POINT]);
                using (writer.PushSequence())
                {
                    using (writer.PushSequence())
                    {
                        writer.WriteObjectIdentifier(Oids.EcPublicKey);
                        writer.WriteEncodedValue(ec[0].GetValueAsByteArray());
                    }

                    writer.WriteBitString(new AsnReader(ec[1].GetValueAsByteArray(), AsnEncodingRules.DER).ReadOctetString());
                }

                return PublicKey.Read(writer.Encode());
            default:
                throw Unusable($"keys of type {type} are not supported; EC and RSA are");
        }
    }

    private static SignatureKeyException Unusable(string message) => new(new Refusal(ReasonCodes.KeyUnavailable, message));
}
