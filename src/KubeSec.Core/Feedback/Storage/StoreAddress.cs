namespace KubeSec.Feedback.Storage;

/// <summary>Tells a store's kinds of location apart, and shows them without what must stay secret.</summary>
internal static class StoreAddress
{
    private static readonly string[] PostgresSchemes = ["postgres", "postgresql"];

    /// <summary>Whether a location is an address rather than a path.</summary>
    public static bool IsAddress(string location) => location.IndexOf("://", StringComparison.Ordinal) > 0;

    /// <summary>The engine of a location.</summary>
    /// <exception cref="FeedbackStoreException">It is an address no engine answers to.</exception>
    public static StoreEngine Open(IncidentStoreOptions options)
    {
        string location = options.Location;
        if (string.IsNullOrWhiteSpace(location))
        {
            throw new FeedbackStoreException(FeedbackStoreFault.Missing, "the address of the feedback store is empty; name a SQLite file or a postgres:// address");
        }

        if (!IsAddress(location))
        {
            return new SqliteEngine(location, options.LockTimeout);
        }

        string scheme = location[..location.IndexOf("://", StringComparison.Ordinal)];
        return PostgresSchemes.Contains(scheme, StringComparer.OrdinalIgnoreCase)
            ? new PostgresEngine(PostgresAddress.Parse(location), options.LockTimeout)
            : throw new FeedbackStoreException(
                FeedbackStoreFault.Unreachable, $"there is no store at {scheme}:// addresses; name a SQLite file or a postgres:// address");
    }

    /// <summary>A location as messages show it. User names, passwords and parameters of an address stay out.</summary>
    public static string Shown(string location)
    {
        if (!IsAddress(location))
        {
            return location;
        }

        string scheme = location[..location.IndexOf("://", StringComparison.Ordinal)];
        return Uri.TryCreate(location, UriKind.Absolute, out Uri? address)
            ? $"{scheme}://{address.Host}{(address.Port > 0 ? FormattableString.Invariant($":{address.Port}") : "")}{address.AbsolutePath}"
            : $"{scheme}://…";
    }
}
