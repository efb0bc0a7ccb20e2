using System.Text.Json;
using KubeSec.Feedback;
using KubeSec.Feedback.Attribution;
using KubeSec.Feedback.Observations;
using KubeSec.Feedback.Sources;

namespace KubeSec.Cluster;

/// <summary>Turns pods, as they come and go, into the inventory's facts.</summary>
internal sealed class InventorySink(IncidentStore store, ClusterOptions options, OwnerIndex owners, ObservationSink statuses, TimeProvider time) : ICollectionSink
{
    private const int BatchSize = 500;

    // A quiet watch says "still there" now and then: each time is an entry of the log.
    private const long SaveEvery = 60_000_000_000;

    private readonly string path = ResourceCollections.Pods.PathIn(options.Namespace);
    private readonly List<InventoryFact> batch = [];
    private readonly List<string> seen = [];
    private long session;
    private long lastSaved;
    private bool whole = true;
    private string? version;

    /// <summary>How many pods the listings held.</summary>
    public long Pods { get; private set; }

    /// <summary>How many runs of containers they held.</summary>
    public long Containers { get; private set; }

    /// <summary>How many facts were new to the inventory.</summary>
    public long New { get; private set; }

    /// <summary>Pods that could not be read.</summary>
    public List<SetAsideEvent> SetAside { get; } = [];

    public async Task<string?> ResumeAsync(CancellationToken cancellationToken)
    {
        WatchPosition? position = await store.WatchPositionAsync(options.Name, path, cancellationToken);
        (session, version) = (position?.Session ?? 0, position?.ResourceVersion);
        return position is { Session: not null } ? position.ResourceVersion : null;
    }

    public Task BeginListingAsync(CancellationToken cancellationToken)
    {
        (session, version, whole) = (Now(), null, true);
        seen.Clear();
        batch.Clear();
        return Task.CompletedTask;
    }

    public async Task ListedAsync(JsonElement item, CancellationToken cancellationToken)
    {
        if (await ReadAsync(item, cancellationToken) is { } pod)
        {
            Pods++;
            Containers += pod.Containers.Count;
            seen.Add(pod.Uid);
            await AddAsync(pod, cancellationToken);
        }
    }

    public async Task EndListingAsync(string resourceVersion, CancellationToken cancellationToken)
    {
        version = resourceVersion;
        // A pod that could not be read is not missing: such a listing proves nobody's absence.
        Cover(until: session);
        await SaveAsync(cancellationToken);
        await statuses.FlushAsync(cancellationToken);
    }

    public async Task ChangedAsync(WatchEvent change, CancellationToken cancellationToken)
    {
        version = change.ResourceVersion;
        if (change.Kind == WatchEventKind.Bookmark)
        {
            await FlushAsync(cancellationToken);
        }
        else if (await ReadAsync(change.Object, cancellationToken) is { } pod)
        {
            if (change.Kind == WatchEventKind.Deleted)
            {
                batch.Add(new InventoryFact { Gone = new GoneFact(options.Name, pod.Uid, Now()) });
            }
            else
            {
                seen.Add(pod.Uid);
            }

            await AddAsync(pod, cancellationToken);
        }
    }

    public async Task FlushAsync(CancellationToken cancellationToken)
    {
        if (version is null || (batch.Count == 0 && seen.Count == 0 && Now() - lastSaved < SaveEvery))
        {
            return;
        }

        // The watch was unbroken since the session began: whoever was there and was not reported gone is there still.
        Cover(until: Now());
        await SaveAsync(cancellationToken);
        await statuses.FlushAsync(cancellationToken);
    }

    private void Refuse(string name, string reason)
    {
        whole = false;
        if (SetAside.Count < RecordResult.MaximumReasons)
        {
            SetAside.Add(new SetAsideEvent(path, name, reason));
        }
    }

    private async Task<PodFact?> ReadAsync(JsonElement item, CancellationToken cancellationToken)
    {
        try
        {
            PodFact? pod;
            string? reason;
            lock (owners)
            {
                pod = PodFacts.Read(item, options.Name, owners, out reason);
            }

            if (pod is null)
            {
                Refuse(item.Text("metadata", "name") ?? "?", reason!);
            }

            await statuses.AddAsync(item, "Pod", "v1", cancellationToken);
            return pod;
        }
        catch (InvalidOperationException)
        {
            // JsonElement says so when a text holds an unpaired surrogate: valid JSON, but no text.
            Refuse("?", "a text holds an invalid escape");
            return null;
        }
    }

    private async Task AddAsync(PodFact pod, CancellationToken cancellationToken)
    {
        batch.AddRange([new InventoryFact { Pod = pod }, .. ArtifactTable.ProvedBy(pod)]);
        if (batch.Count >= BatchSize)
        {
            New += await store.RecordInventoryAsync([.. batch], null, cancellationToken);
            batch.Clear();
        }
    }

    private void Cover(long until)
    {
        string? scope = whole ? options.Namespace ?? "" : null;
        batch.Add(new InventoryFact { Coverage = new CoverageFact { Cluster = options.Name, Scope = scope, From = session, To = until, Seen = [.. seen] } });
        seen.Clear();
    }

    private async Task SaveAsync(CancellationToken cancellationToken)
    {
        lastSaved = Now();
        New += await store.RecordInventoryAsync([.. batch], new WatchPosition(options.Name, path, version!, whole ? session : null, lastSaved), cancellationToken);
        batch.Clear();
    }

    private long Now() => EventTime.FromDateTime(time.GetUtcNow());
}
