using KubeSec.Feedback.Attribution;

namespace KubeSec.Feedback;

/// <content>Who was seen to talk to whom.</content>
public sealed partial class IncidentStore
{
    /// <summary>
    /// The connections that sensors saw, in order. The other end is what the inventory says it was at that time; the connection
    /// of an alert stands once for each of those it may have been with.
    /// </summary>
    /// <exception cref="FeedbackStoreException">The store could not be read.</exception>
    public Task<IReadOnlyList<ObservedConnection>> ConnectionsAsync(CancellationToken cancellationToken = default) =>
        database.ReadAsync(connection => ConnectionReader.ReadAsync(connection, cancellationToken), cancellationToken);
}
