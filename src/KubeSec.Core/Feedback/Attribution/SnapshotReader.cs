using System.Text.Json;
using KubeSec.Feedback.Intake;
using KubeSec.Feedback.Sources;

namespace KubeSec.Feedback.Attribution;

/// <summary>Reads a listing as <c>kubectl get pods,replicasets,jobs,services -A -o json</c> prints it into facts.</summary>
internal sealed class SnapshotReader(string cluster, string name)
{
    private readonly OwnerIndex owners = new();
    private readonly List<SetAsideEvent> setAside = [];
    private readonly List<string> seen = [];
    private long containers;
    private long others;
    private int position;

    /// <summary>Whether every page and object was read.</summary>
    public bool Whole { get; private set; } = true;

    public IReadOnlyList<string> Seen => seen;

    public SnapshotResult ToResult(long fresh) => new(seen.Count, containers, others, fresh, setAside);

    /// <summary>Notes who controls whom; pods are read afterwards, since they may stand before their controllers.</summary>
    public async Task ReadOwnersAsync(Stream stream, CancellationToken cancellationToken)
    {
        await foreach (ListedObject listed in Objects(stream, cancellationToken))
        {
            using JsonDocument? document = listed.Object;
            if (document is not null && !IsPod(document.RootElement, listed.ListKind))
            {
                Guard(() => owners.Add(document.RootElement));
            }
        }
    }

    /// <summary>The facts of every pod, Service and node.</summary>
    public async IAsyncEnumerable<InventoryFact> ReadFactsAsync(Stream stream, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (ListedObject listed in Objects(stream, cancellationToken))
        {
            using JsonDocument? document = listed.Object;
            if (document is null)
            {
                End(listed);
                continue;
            }

            position++;
            if (Read(document.RootElement, listed.ListKind) is not { } fact)
            {
                continue;
            }

            if (fact.Pod is { } pod)
            {
                seen.Add(pod.Uid);
                containers += pod.Containers.Count;
            }

            yield return fact;
        }
    }

    private static async IAsyncEnumerable<ListedObject> Objects(Stream stream, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var reader = new JsonListReader(await TextStream.OpenAsync(stream, cancellationToken));
        await foreach (ListedObject listed in reader.ReadAsync(cancellationToken))
        {
            yield return listed;
        }
    }

    private static bool IsPod(JsonElement item, string? listKind) => (item.Text("kind") ?? listKind) is "Pod" or "PodList";

    private InventoryFact? Read(JsonElement item, string? listKind)
    {
        if (!IsPod(item, listKind))
        {
            others++;
            string? kind = item.Text("kind") ?? listKind?.Replace("List", "", StringComparison.Ordinal);
            return AddressFacts.Read(item, kind, cluster) is { } addresses ? new InventoryFact { Address = addresses } : null;
        }

        string? reason = "a text holds an invalid escape";
        PodFact? pod = null;
        Guard(() => pod = PodFacts.Read(item, cluster, owners, out reason));
        if (pod is null)
        {
            SetAside(reason!);
        }

        return pod is null ? null : new InventoryFact { Pod = pod };
    }

    private void End(ListedObject listed)
    {
        if (listed.Reason is { } reason)
        {
            SetAside(reason);
        }
        else if (listed.Continue is { Length: > 0 })
        {
            Whole = false;
            setAside.Add(new SetAsideEvent(name, Place(), "the list goes on in another page that is not here"));
        }
    }

    private void SetAside(string reason)
    {
        Whole = false;
        setAside.Add(new SetAsideEvent(name, Place(), reason));
    }

    private string Place() => FormattableString.Invariant($"object {position}");

    private static void Guard(Action read)
    {
        try
        {
            read();
        }
        catch (InvalidOperationException)
        {
            // JsonElement says so when a text holds an unpaired surrogate: valid JSON, but no text.
        }
    }
}
