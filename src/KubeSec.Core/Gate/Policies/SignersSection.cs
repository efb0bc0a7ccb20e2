using KubeSec.Signatures;

namespace KubeSec.Gate.Policies;

/// <summary><c>signers</c>: keys, identities, certificates and Notary Project signers, one an entry.</summary>
internal sealed class SignersSection(PolicyFileReader readFile)
{
    private static readonly string[] Ways = ["key", "keyless", "certificate", "notation"];

    public SignerPolicy? Read(PolicyNode signer)
    {
        signer.Allow([.. Ways, "name", "acceptUnloggedUnsafe"]);
        PolicyNode[] known = [.. Ways.Select(way => signer[way]).Where(way => way.Exists)];
        if (known is not [var way])
        {
            signer.Report("a signer is known either by 'key' or by 'keyless' or by 'certificate' or by 'notation', never by two: which of them signed would be left open");
            return null;
        }

        SignerPolicy? read = way.Key switch
        {
            "key" => ReadKey(signer),
            "keyless" => ReadIdentity(way),
            "certificate" => ReadCertificate(signer),
            _ => new NotationSection(readFile).Read(way),
        };
        if (signer["acceptUnloggedUnsafe"].Exists && way.Key is "keyless" or "notation")
        {
            signer["acceptUnloggedUnsafe"].ReportKey($"'acceptUnloggedUnsafe' goes with 'key' and 'certificate': what '{way.Key}' accepts does not depend on it");
        }

        return signer["name"].Text() is { } name ? read is null ? null : read with { Name = name } : read;
    }

    private TrustedKey? ReadKey(PolicyNode signer)
    {
        PolicyNode node = signer["key"];
        if (ReadPem(node, "say which public key: a file, or the key itself in PEM") is not { } pem)
        {
            return null;
        }

        try
        {
            return new TrustedKey { Key = PublicKey.FromPem(pem), AcceptUnloggedUnsafe = signer["acceptUnloggedUnsafe"].Boolean() ?? false };
        }
        catch (SignatureKeyException fault)
        {
            node.Report($"the key cannot be used: {fault.Refusal}");
            return null;
        }
    }

    private TrustedCertificate? ReadCertificate(PolicyNode signer)
    {
        PolicyNode node = signer["certificate"];
        node.Allow("authority", "identity", "identityPattern");
        TextMatch? subject = ReadMatch(node, "identity", "identityPattern");
        if (ReadPem(node["authority"], "say which authority: a file with its chain in PEM, issuing authority first, or the chain itself") is not { } pem || subject is null)
        {
            return null;
        }

        try
        {
            return new TrustedCertificate
            {
                Authority = PrivateAuthority.FromPem(pem),
                Subject = subject,
                AcceptUnloggedUnsafe = signer["acceptUnloggedUnsafe"].Boolean() ?? false,
            };
        }
        catch (TrustRootException fault)
        {
            node["authority"].Report($"the authority cannot be used: {fault.Refusal}");
            return null;
        }
    }

    private static TrustedIdentity? ReadIdentity(PolicyNode keyless)
    {
        keyless.Allow("issuer", "issuerPattern", "identity", "identityPattern", "claims");
        TextMatch? issuer = ReadMatch(keyless, "issuer", "issuerPattern");
        TextMatch? identity = ReadMatch(keyless, "identity", "identityPattern");
        Dictionary<string, TextMatch> claims = new(StringComparer.Ordinal);
        foreach (PolicyNode claim in keyless["claims"].Entries)
        {
            if (ReadClaim(claim) is { } value)
            {
                claims[claim.Key] = value;
            }
        }

        return issuer is null || identity is null ? null : new TrustedIdentity { Issuer = issuer, Subject = identity, Claims = claims };
    }

    /// <summary>A claim's exact value, or <c>{pattern: …}</c>.</summary>
    private static TextMatch? ReadClaim(PolicyNode claim)
    {
        if (!claim.IsMapping)
        {
            return claim.RequiredText($"say what the claim {claim.Key} must be") is { } value ? TextMatch.Exact(value) : null;
        }

        claim.Allow("pattern");
        return claim["pattern"].RequiredText($"say what the claim {claim.Key} must be") is null ? null : claim["pattern"].Parse<TextMatch>(TextMatch.TryPattern);
    }

    private static TextMatch? ReadMatch(PolicyNode node, string exact, string pattern)
    {
        if (node[exact].Exists == node[pattern].Exists)
        {
            node.Report($"say either '{exact}', which is compared character by character, or '{pattern}', a regular expression for the whole of it");
            return null;
        }

        return node[pattern].Exists
            ? node[pattern].Parse<TextMatch>(TextMatch.TryPattern)
            : node[exact].RequiredText($"'{exact}' must not be empty") is { } text ? TextMatch.Exact(text) : null;
    }

    /// <summary>PEM in place, or in the file that is named.</summary>
    private string? ReadPem(PolicyNode node, string what)
    {
        string? text = node.RequiredText(what);
        bool inline = text?.Contains("-----BEGIN", StringComparison.Ordinal) == true;
        return text is null || inline ? text : readFile(node, text) is { } bytes ? System.Text.Encoding.UTF8.GetString(bytes) : null;
    }
}
