using KubeSec.Findings;
using KubeSec.Signatures;

namespace KubeSec.Gate.Policies;

/// <summary>Reads a file that the policy names; null, with a report at its place, where that cannot be done.</summary>
internal delegate byte[]? PolicyFileReader(PolicyNode node, string path, int largest = 1 << 20);

/// <summary><c>notation</c>: a Notary Project signer, with its roots and identities in the policy itself.</summary>
internal sealed class NotationSection(PolicyFileReader readFile)
{
    public NotationSigner? Read(PolicyNode notation)
    {
        notation.Allow("roots", "signingAuthorityRoots", "timestampRoots", "identities", "verifyTimestamp", "level", "override", "revocation");
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
            Revocation = new RevocationSection(readFile).Read(notation["revocation"]),
        };
        return ReadLevel(notation, signer.Level) is { } level ? signer with { Level = level } : signer;
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

    /// <summary>The level as written; null where nothing is said of it.</summary>
    private static NotationLevel? ReadLevel(PolicyNode notation, NotationLevel basis)
    {
        PolicyNode level = notation["level"];
        if (level.Text() is { } name && !NotationLevel.Named.ContainsKey(name))
        {
            level.Report($"'{name}' is no level; there are {string.Join(", ", NotationLevel.Named.Keys)}{Spelling.Hint(name, [.. NotationLevel.Named.Keys])}");
            return null;
        }

        PolicyNode overrides = notation["override"];
        overrides.Allow(NotationLevel.Validations);
        NotationLevel read = level.Text() is { } known ? NotationLevel.Named[known] : basis;
        foreach (PolicyNode entry in overrides.Entries.Where(entry => NotationLevel.Validations.Contains(entry.Key)))
        {
            string? error = null;
            if (entry.RequiredText("write enforce or log") is { } action)
            {
                read = read.With(entry.Key, action, out error) ?? read;
            }

            if (error is not null)
            {
                entry.Report(error);
            }
        }

        return level.Exists || overrides.Exists ? read : null;
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
