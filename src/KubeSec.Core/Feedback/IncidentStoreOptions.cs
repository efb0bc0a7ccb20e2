using KubeSec.Feedback.Storage;

namespace KubeSec.Feedback;

/// <summary>Where the feedback store is, and how it is opened.</summary>
public sealed record IncidentStoreOptions
{
    /// <summary>Where the store is unless stated: below the repository, so that a build server can cache it.</summary>
    public const string DefaultLocation = ".kubesec/feedback.db";

    /// <summary>
    /// The path of a SQLite file, or the <c>postgres://USER@HOST:PORT/DATABASE</c> address of a database that a team shares. Its
    /// password is better left to <c>PGPASSWORD</c> or <c>~/.pgpass</c>; it is never shown.
    /// </summary>
    public string Location { get; init; } = DefaultLocation;

    /// <summary>Whether a store that is not there is made. A gate says no: an empty store would read as "nothing ever happened".</summary>
    public bool Create { get; init; } = true;

    /// <summary>How long a writer waits for others before it gives up.</summary>
    public TimeSpan LockTimeout { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>The oldest a store's last entry may be for its answers to count; null accepts any age.</summary>
    public TimeSpan? MaximumAge { get; init; }

    /// <summary>The location as messages show it: never with a password.</summary>
    public string Place => StoreAddress.Shown(Location);

    /// <summary>The location without its secrets.</summary>
    public override string ToString() => Place;
}
