using System.Security.Cryptography;
using System.Text;

namespace KubeSec.Receiver;

/// <summary>
/// The secret a sender shows: as <c>Bearer</c>, which the API server and falcosidekick send, or as the password of
/// <c>Basic</c>, which is all Falco can send (<c>http://any:TOKEN@host</c>).
/// </summary>
internal sealed class AccessToken(string? token)
{
    private readonly byte[]? expected = token is null ? null : Hash(token);

    /// <summary>Whether an <c>Authorization</c> header shows the token. The time it takes says nothing about the token.</summary>
    public bool Admits(string? authorization)
    {
        if (expected is null)
        {
            return true;
        }

        string shown = authorization switch
        {
            { } bearer when bearer.StartsWith("Bearer ", StringComparison.OrdinalIgnoreCase) => bearer["Bearer ".Length..].Trim(),
            { } basic when basic.StartsWith("Basic ", StringComparison.OrdinalIgnoreCase) => PasswordOf(basic["Basic ".Length..].Trim()),
            _ => "",
        };
        return CryptographicOperations.FixedTimeEquals(Hash(shown), expected);
    }

    // Hashes are of one length, whatever was shown.
    private static byte[] Hash(string text) => SHA256.HashData(Encoding.UTF8.GetBytes(text));

    private static string PasswordOf(string credentials)
    {
        byte[] bytes = new byte[credentials.Length];
        if (!Convert.TryFromBase64String(credentials, bytes, out int length))
        {
            return "";
        }

        string pair = Encoding.UTF8.GetString(bytes, 0, length);
        return pair[(pair.IndexOf(':', StringComparison.Ordinal) + 1)..];
    }
}
