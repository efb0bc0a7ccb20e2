using KubeSec.Signatures;

namespace KubeSec.Gate.Policies;

/// <summary><c>revocation</c>: what tells whether a signer's certificate was revoked.</summary>
internal sealed class RevocationSection(PolicyFileReader readFile)
{
    private const int LargestList = 32 << 20;

    /// <returns>What there is, or null where the section is missing.</returns>
    public NotationRevocation? Read(PolicyNode revocation)
    {
        revocation.Allow("lists", "responses", "online");
        return !revocation.Exists ? null : new NotationRevocation
        {
            RevocationLists = [.. revocation["lists"].Items.Select(item => ReadOne(item, CertificateRevocationList.FromFile)).OfType<CertificateRevocationList>()],
            OcspResponses = [.. revocation["responses"].Items.Select(item => ReadOne(item, OcspResponse.FromFile)).OfType<OcspResponse>()],
            AskOnline = revocation["online"].Boolean() ?? false,
        };
    }

    private T? ReadOne<T>(PolicyNode item, Func<ReadOnlyMemory<byte>, T> read)
        where T : class
    {
        if (item.RequiredText("say which file") is not { } path || readFile(item, path, LargestList) is not { } content)
        {
            return null;
        }

        try
        {
            return read(content);
        }
        catch (TrustRootException fault)
        {
            item.Report(fault.Message);
            return null;
        }
    }
}
