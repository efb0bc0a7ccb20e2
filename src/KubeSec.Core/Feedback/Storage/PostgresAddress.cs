using System.Globalization;
using System.Net;
using Npgsql;

namespace KubeSec.Feedback.Storage;

/// <summary>
/// A <c>postgres://</c> address in libpq's form (PostgreSQL manual 34.1.1.2, "Connection URIs"). What it does not state comes
/// from libpq's own places: <c>PGPASSWORD</c>, <c>PGPASSFILE</c>, <c>~/.pgpass</c>; a password need never stand in it.
/// </summary>
/// <param name="Connection">What the driver is told; holds the password.</param>
/// <param name="Place">The address without secrets.</param>
internal sealed record PostgresAddress(NpgsqlConnectionStringBuilder Connection, string Place)
{
    private const string Known = "sslmode, sslrootcert, sslcert, sslkey, host, user, password, passfile, connect_timeout, application_name, options";

    /// <summary>Reads an address.</summary>
    /// <exception cref="FeedbackStoreException">It cannot be read; the message does not repeat it.</exception>
    public static PostgresAddress Parse(string address)
    {
        string place = StoreAddress.Shown(address);
        if (!Uri.TryCreate(address, UriKind.Absolute, out Uri? uri))
        {
            throw Refuse("postgres://…", "the address cannot be read; write postgres://USER@HOST:PORT/DATABASE, and percent-encode what is special in it");
        }

        string[] user = uri.UserInfo.Split(':', 2);
        var connection = new NpgsqlConnectionStringBuilder
        {
            Host = uri.Host.Length > 0 ? uri.Host.Trim('[', ']') : null,
            Database = Uri.UnescapeDataString(uri.AbsolutePath.TrimStart('/')) is { Length: > 0 } database ? database : null,
            ApplicationName = "kubesec",
            PersistSecurityInfo = false,
            // Statements are few and repeat; a prepared one saves the server the planning.
            MaxAutoPrepare = 32,
            AutoPrepareMinUsages = 2,
        };
        if (uri.Port > 0)
        {
            connection.Port = uri.Port;
        }

        connection.Username = user[0].Length > 0 ? Uri.UnescapeDataString(user[0]) : null;
        connection.Password = user.Length > 1 ? Uri.UnescapeDataString(user[1]) : null;
        foreach (string pair in uri.Query.TrimStart('?').Split('&', StringSplitOptions.RemoveEmptyEntries))
        {
            string[] parts = pair.Split('=', 2);
            Set(connection, place, Uri.UnescapeDataString(parts[0]), parts.Length > 1 ? Uri.UnescapeDataString(parts[1]) : "");
        }

        if (!uri.Query.Contains("sslmode=", StringComparison.Ordinal))
        {
            // libpq's "prefer" would take a server's word that it speaks no TLS. On a wire that is said aloud or not done.
            connection.SslMode = IsLocal(connection.Host) ? SslMode.Prefer : SslMode.Require;
        }

        return connection.Host is null ? throw Refuse(place, "the address names no host") : new PostgresAddress(connection, place);
    }

    /// <summary>The address without secrets.</summary>
    public override string ToString() => Place;

    private static void Set(NpgsqlConnectionStringBuilder connection, string place, string name, string value)
    {
        switch (name)
        {
            case "sslmode":
                connection.SslMode = value switch
                {
                    "disable" => SslMode.Disable,
                    "allow" => SslMode.Allow,
                    "prefer" => SslMode.Prefer,
                    "require" => SslMode.Require,
                    "verify-ca" => SslMode.VerifyCA,
                    "verify-full" => SslMode.VerifyFull,
                    _ => throw Refuse(place, "sslmode is none of disable, allow, prefer, require, verify-ca, verify-full"),
                };
                break;
            case "connect_timeout":
                connection.Timeout = int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out int seconds) && seconds is > 0 and <= 1024
                    ? seconds : throw Refuse(place, "connect_timeout is no number of seconds from 1 to 1024");
                break;
            case "sslrootcert":
                connection.RootCertificate = value;
                break;
            case "sslcert":
                connection.SslCertificate = value;
                break;
            case "sslkey":
                connection.SslKey = value;
                break;
            case "host":
                connection.Host = value;
                break;
            case "user":
                connection.Username = value;
                break;
            case "password":
                connection.Password = value;
                break;
            case "passfile":
                connection.Passfile = value;
                break;
            case "application_name":
                connection.ApplicationName = value;
                break;
            case "options":
                connection.Options = value;
                break;
            default:
                throw Refuse(place, $"the address has a parameter KubeSec does not know; there are {Known}");
        }
    }

    private static bool IsLocal(string? host) =>
        host is null or "localhost" || host.StartsWith('/') || (IPAddress.TryParse(host, out IPAddress? address) && IPAddress.IsLoopback(address));

    private static FeedbackStoreException Refuse(string place, string message) => new(FeedbackStoreFault.Unreachable, $"{place}: {message}");
}
