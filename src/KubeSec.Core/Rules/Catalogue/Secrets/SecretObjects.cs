using System.Text;
using KubeSec.Manifests;

namespace KubeSec.Rules.Catalogue.Secrets;

/// <summary>What stands in a Secret's manifest.</summary>
internal static class SecretObjects
{
    /// <summary>The values written out: neither empty, nor a template, nor encrypted by SOPS, nor a public certificate.</summary>
    public static IEnumerable<Field> Values(Resource secret)
    {
        bool encrypted = secret.Root["sops"].Exists || secret.Annotations["sealedsecrets.bitnami.com/managed"].IsTrue;
        return encrypted || secret.Root["type"].Text == "kubernetes.io/service-account-token"
            ? []
            : secret.Root["data"].Entries.Where(entry => IsWrittenOut(entry, Decoded(entry.Text)))
                .Concat(secret.Root["stringData"].Entries.Where(entry => IsWrittenOut(entry, entry.Text ?? "")));
    }

    /// <summary>Whether any value is written out.</summary>
    public static bool HoldsValues(Resource secret) => Values(secret).Any();

    private static bool IsWrittenOut(Field entry, string value) =>
        value.Length > 0 && !Credentials.StandsForAnother(value)
            && entry.Name is not ("ca.crt" or "tls.crt" or "username" or "user" or "namespace");

    private static string Decoded(string? base64)
    {
        Span<byte> bytes = new byte[(base64?.Length ?? 0) + 4];
        return Convert.TryFromBase64String(base64 ?? "", bytes, out int length) ? Encoding.UTF8.GetString(bytes[..length]) : base64 ?? "";
    }
}
