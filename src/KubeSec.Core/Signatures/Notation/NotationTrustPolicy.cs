using KubeSec.Images;

namespace KubeSec.Signatures;

/// <summary>
/// A trust policy document of the Notary Project, as the notation CLI reads it (trust-store-trust-policy.md, "Trust Policy"),
/// turned into signature policies: one for each statement. A statement for <c>*</c> is about the images that no other names.
/// </summary>
public static class NotationTrustPolicy
{
    private const int MaxSize = 1 << 20;
    private const int MaxItems = 1024;
    private const string Everything = "*";

    /// <summary>Reads a document and the trust stores that it names.</summary>
    /// <param name="document">The content of <c>trustpolicy.oci.json</c> or <c>trustpolicy.json</c>.</param>
    /// <param name="trustStore">The folder that holds <c>x509</c>; notation's own is <c>truststore</c>.</param>
    /// <param name="revocation">What revocation is judged by; null where nothing is given, and then no statement may enforce it.</param>
    /// <exception cref="TrustRootException">The document or a store is not as specified; the message says where.</exception>
    public static IReadOnlyList<SignaturePolicy> Read(ReadOnlyMemory<byte> document, string trustStore, NotationRevocation? revocation = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(trustStore);
        try
        {
            return StrictJson.Parse(
                document, MaxSize, "trust policy", NotationReasonCodes.TrustPolicyInvalid, root => ReadRoot(root, new NotationTrustStore(trustStore), revocation));
        }
        catch (RefusedException refused)
        {
            throw new TrustRootException(refused.ToRefusal());
        }
    }

    private static SignaturePolicy[] ReadRoot(StrictJson root, NotationTrustStore stores, NotationRevocation? revocation)
    {
        root.Only("version", "trustPolicies");
        Require(root.String("version") == "1.0", "its version is not 1.0");
        List<StrictJson> statements = root.Objects("trustPolicies", MaxItems);
        Require(statements.Count > 0, "it holds no statement");
        List<(string Name, IReadOnlyList<string> Scopes, SignaturePolicy Policy)> read = [];
        foreach (StrictJson statement in statements)
        {
            (string Name, IReadOnlyList<string> Scopes, SignaturePolicy Policy) next = ReadStatement(statement, stores, revocation);
            Require(read.TrueForAll(other => other.Name != next.Name), $"two statements are named '{next.Name}'");
            string? twice = next.Scopes.FirstOrDefault(scope => read.Exists(other => other.Scopes.Contains(scope)));
            Require(twice is null, $"'{twice}' is a scope of two statements");
            read.Add(next);
        }

        ImageGlob[] named = [.. read.Where(statement => !IsForEverything(statement.Scopes)).SelectMany(statement => statement.Policy.Images)];
        return [.. read.Select(statement => IsForEverything(statement.Scopes) ? statement.Policy with { ExceptImages = named } : statement.Policy)];
    }

    private static (string Name, IReadOnlyList<string> Scopes, SignaturePolicy Policy) ReadStatement(
        StrictJson statement, NotationTrustStore stores, NotationRevocation? revocation)
    {
        statement.Only("name", "registryScopes", "signatureVerification", "trustStores", "trustedIdentities");
        string name = statement.String("name");
        Require(name.Length > 0, "a statement has no name");
        List<string> scopes = statement.Texts("registryScopes", MaxItems);
        ImageGlob[] images = ReadScopes(name, scopes);
        StrictJson verification = statement.Object("signatureVerification").Only("level", "override", "verifyTimestamp");
        List<string> storeNames = statement.Texts("trustStores", MaxItems);
        List<string> identities = statement.Texts("trustedIdentities", MaxItems);
        string level = verification.String("level");
        if (level == "skip")
        {
            Require(!IsForEverything(scopes), $"statement '{name}' skips verification of every image");
            Require(
                storeNames.Count == 0 && identities.Count == 0 && !verification.Has("override") && !verification.Has("verifyTimestamp"),
                $"statement '{name}' skips verification and says by whom to verify");
            return (name, scopes, new SignaturePolicy { Images = images, Signers = [], SkipVerificationUnsafe = true });
        }

        NotationSigner signer = ReadStores(name, storeNames, stores) with
        {
            Name = $"statement '{name}'",
            AcceptAnyIdentityUnsafe = identities is [Everything],
            Identities = identities is [Everything] ? [] : [.. identities.Select(identity => ReadIdentity(name, identity))],
            Level = ReadLevel(name, level, verification.OptionalObject("override")),
            VerifyTimestamp = ReadVerifyTimestamp(name, verification),
            Revocation = revocation,
        };
        SignaturePolicy policy = new() { Images = images, Signers = [signer], Places = [SignaturePlace.Referrers] };
        IReadOnlyList<string> problems = policy.Problems();
        Require(problems.Count == 0, $"statement '{name}': {string.Join("; ", problems)}");
        return (name, scopes, policy);
    }

    private static bool IsForEverything(IReadOnlyList<string> scopes) => scopes is [Everything];

    private static ImageGlob[] ReadScopes(string name, List<string> scopes)
    {
        if (IsForEverything(scopes))
        {
            return [ImageGlob.Parse("**")];
        }

        Require(scopes.Count > 0, $"statement '{name}' has no registryScopes");
        Require(scopes.Distinct(StringComparer.Ordinal).Count() == scopes.Count, $"statement '{name}' names a scope twice");
        string? wrong = scopes.Find(scope => !IsRepository(scope));
        Require(wrong is null, $"statement '{name}': scope '{wrong}' is no repository such as registry.example/acme/shop, and '*' stands alone");
        return [.. scopes.Select(ImageGlob.Parse)];
    }

    /// <summary>A scope is one repository with its registry, and never a pattern.</summary>
    private static bool IsRepository(string scope) =>
        scope.Contains('/', StringComparison.Ordinal)
        && ImageReference.TryParse(scope, out ImageReference? image, out _)
        && image.Tag is null && image.Digest is null && image.Repository == scope;

    private static NotationSigner ReadStores(string name, List<string> storeNames, NotationTrustStore stores)
    {
        Require(storeNames.Distinct(StringComparer.Ordinal).Count() == storeNames.Count, $"statement '{name}' names a trust store twice");
        ILookup<string, NotationRoot> roots = storeNames
            .Select(stores.Read)
            .SelectMany(store => store.Roots, (store, root) => (store.Type, root))
            .ToLookup(entry => entry.Type, entry => entry.root);
        return new NotationSigner
        {
            Roots = [.. roots["ca"].Distinct()],
            SigningAuthorityRoots = [.. roots["signingAuthority"].Distinct()],
            TimestampRoots = [.. roots["tsa"].Distinct()],
        };
    }

    /// <summary>An identity of another kind is for a plugin; here nothing would check it.</summary>
    private static DistinguishedName ReadIdentity(string name, string identity)
    {
        Require(identity != Everything, $"statement '{name}': '*' stands alone among trustedIdentities");
        Require(identity.StartsWith(DistinguishedName.Prefix, StringComparison.Ordinal), $"statement '{name}': identity '{identity}' does not begin with {DistinguishedName.Prefix}");
        return DistinguishedName.TryParse(identity, out DistinguishedName? read, out string? error)
            ? read : throw new RefusedException(NotationReasonCodes.TrustPolicyInvalid, $"statement '{name}': identity '{identity}': {error}");
    }

    private static NotationLevel ReadLevel(string name, string level, StrictJson? overrides)
    {
        Require(NotationLevel.Named.ContainsKey(level), $"statement '{name}': level '{level}' is none of strict, permissive, audit and skip");
        NotationLevel read = NotationLevel.Named[level];
        foreach (string validation in overrides?.Names() ?? [])
        {
            Require(NotationLevel.Validations.Contains(validation), $"statement '{name}': '{validation}' cannot be overridden; there are {string.Join(", ", NotationLevel.Validations)}");
            read = read.With(validation, overrides!.Value.String(validation), out string? error)
                ?? throw new RefusedException(NotationReasonCodes.TrustPolicyInvalid, $"statement '{name}': {error}");
        }

        return read;
    }

    private static TimestampVerification ReadVerifyTimestamp(string name, StrictJson verification) => verification.OptionalString("verifyTimestamp") switch
    {
        null or "" or "always" => TimestampVerification.Always,
        "afterCertExpiry" => TimestampVerification.AfterCertificateExpiry,
        { } other => throw new RefusedException(NotationReasonCodes.TrustPolicyInvalid, $"statement '{name}': verifyTimestamp '{other}' is neither always nor afterCertExpiry"),
    };

    private static void Require(bool holds, string what) =>
        RefusedException.Unless(holds, NotationReasonCodes.TrustPolicyInvalid, $"trust policy: {what}");
}
