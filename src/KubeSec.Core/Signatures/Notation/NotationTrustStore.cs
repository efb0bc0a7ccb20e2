namespace KubeSec.Signatures;

/// <summary>
/// Trusted certificates in folders as the notation CLI keeps them: <c>x509/TYPE/NAME/*</c> (trust-store-trust-policy.md,
/// "Trust Store"). Everything in a named folder is trusted, so anything but plain files of certificates is an error.
/// </summary>
/// <param name="folder">The folder that holds <c>x509</c>.</param>
internal sealed class NotationTrustStore(string folder)
{
    private const int MaxFiles = 256;
    private const int MaxFileSize = 1 << 20;

    private static readonly string[] Types = ["ca", "signingAuthority", "tsa"];

    /// <summary>Reads the store that a trust policy names as <c>TYPE:NAME</c>.</summary>
    /// <exception cref="RefusedException">There is no such store, or it holds something else.</exception>
    public (string Type, IReadOnlyList<NotationRoot> Roots) Read(string store)
    {
        string type = store.Split(':')[0];
        string name = store[Math.Min(type.Length + 1, store.Length)..];
        Require(Types.Contains(type), store, $"its type is none of {string.Join(", ", Types)}; write ca:NAME");
        Require(name.Length > 0 && name is not ("." or "..") && name.All(IsNameCharacter), store, "its name has other characters than letters, digits and _.-");
        string path = Path.Combine(folder, "x509", type, name);
        try
        {
            FileSystemInfo[] files = [.. new DirectoryInfo(path).EnumerateFileSystemInfos().Take(MaxFiles + 1).OrderBy(file => file.Name, StringComparer.Ordinal)];
            Require(files.Length is > 0 and <= MaxFiles, store, $"it holds {(files.Length == 0 ? "no certificate" : $"more than {MaxFiles} files")}");
            return (type, [.. files.SelectMany(file => ReadFile(store, type, file)).Distinct()]);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            throw new RefusedException(NotationReasonCodes.TrustStoreInvalid, $"trust store '{store}' cannot be read: {fault.Message}");
        }
    }

    private static IReadOnlyList<NotationRoot> ReadFile(string store, string type, FileSystemInfo file)
    {
        Require(
            file is FileInfo { LinkTarget: null, Length: <= MaxFileSize }, store, $"'{file.Name}' is no plain file of at most {MaxFileSize} bytes");
        try
        {
            IReadOnlyList<NotationRoot> roots = NotationRoot.FromFile(File.ReadAllBytes(file.FullName));
            Require(
                type != "tsa" || roots.All(root => root.Certificate is { IsSelfIssued: true } own && own.IsSignedBy(own.PublicKey)),
                store,
                $"'{file.Name}' holds a certificate of a time stamp authority that is no root");
            return roots;
        }
        catch (TrustRootException fault)
        {
            throw new RefusedException(NotationReasonCodes.TrustStoreInvalid, $"trust store '{store}': '{file.Name}': {fault.Message}");
        }
    }

    private static bool IsNameCharacter(char character) => char.IsAsciiLetterOrDigit(character) || character is '_' or '.' or '-';

    private static void Require(bool holds, string store, string what) =>
        RefusedException.Unless(holds, NotationReasonCodes.TrustStoreInvalid, $"trust store '{store}': {what}");
}
