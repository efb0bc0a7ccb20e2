using KubeSec.Signatures;

namespace KubeSec.Gate.Policies;

/// <summary>Reads a file that the policy names; null, with a report at its place, where that cannot be done.</summary>
internal delegate byte[]? PolicyFileReader(PolicyNode node, string path);

/// <summary><c>notation</c>: a Notary Project signer, with its roots and identities in the policy itself.</summary>
internal sealed class NotationSection(PolicyFileReader readFile)
{
    public NotationSigner? Read(PolicyNode notation)
    {
        notation.Allow("roots", "signingAuthorityRoots", "timestampRoots", "identities", "verifyTimestamp");
        NotationRoot[]? roots = ReadRoots(notation["roots"]);
        NotationRoot[]? authorityRoots = ReadRoots(notation["signingAuthorityRoots"]);
        NotationRoot[]? timestampRoots = ReadRoots(notation["timestampRoots"]);
        (IReadOnlyList<DistinguishedName>? identities, bool any) = ReadIdentities(notation["identities"]);
        if (roots is null || authorityRoots is null || timestampRoots is null || identities is null)
        {
            return null;
        }

        NotationSigner signer = new()
        {
            Roots = roots,
            SigningAuthorityRoots = authorityRoots,
            TimestampRoots = timestampRoots,
            Identities = identities,
            AcceptAnyIdentityUnsafe = any,
            VerifyTimestamp = ReadVerifyTimestamp(notation["verifyTimestamp"]),
        };
        return signer;
    }

    /// <summary>Files of certificates, PEM in place, or <c>sha256:</c> fingerprints.</summary>
    private NotationRoot[]? ReadRoots(PolicyNode list)
    {
        List<NotationRoot> roots = [];
        bool whole = true;
        foreach (PolicyNode item in list.Items)
        {
            IReadOnlyList<NotationRoot>? read = item.RequiredText("say which root: a certificate file, or sha256: and its fingerprint") is { } text ? ReadRoot(item, text) : null;
            whole &= read is not null;
            roots.AddRange(read ?? []);
        }

        return whole ? [.. roots] : null;
    }

    private IReadOnlyList<NotationRoot>? ReadRoot(PolicyNode item, string text)
    {
        if (text.StartsWith("sha256:", StringComparison.Ordinal))
        {
            return item.Parse<NotationRoot>(NotationRoot.TryParseFingerprint) is { } pinned ? [pinned] : null;
        }

        byte[]? content = text.Contains("-----BEGIN", StringComparison.Ordinal) ? System.Text.Encoding.UTF8.GetBytes(text) : readFile(item, text);
        if (content is null)
        {
            return null;
        }

        try
        {
            return NotationRoot.FromFile(content);
        }
        catch (TrustRootException fault)
        {
            item.Report($"the certificates cannot be used: {fault.Refusal}");
            return null;
        }
    }

    private static (IReadOnlyList<DistinguishedName>? Identities, bool Any) ReadIdentities(PolicyNode list)
    {
        PolicyNode[] items = [.. list.Items];
        if (items is [var only] && only.Field.Text == "*")
        {
            return ([], true);
        }

        DistinguishedName[] names = [.. list.ParseAll<DistinguishedName>(DistinguishedName.TryParse)];
        if (items.Length == 0)
        {
            list.Report("say who may sign: identities such as 'C=US, ST=WA, O=acme', or [\"*\"] for everyone whose certificate leads to a root");
        }

        return (names.Length == items.Length && items.Length > 0 ? names : null, false);
    }

    private static TimestampVerification ReadVerifyTimestamp(PolicyNode node)
    {
        switch (node.Text())
        {
            case null or "always":
                return TimestampVerification.Always;
            case "afterCertExpiry":
                return TimestampVerification.AfterCertificateExpiry;
            default:
                node.Report("write verifyTimestamp: always, or afterCertExpiry");
                return TimestampVerification.Always;
        }
    }
}
