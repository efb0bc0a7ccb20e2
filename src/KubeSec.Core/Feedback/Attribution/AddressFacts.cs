using System.Text.Json;
using KubeSec.Feedback.Observations;
using KubeSec.Feedback.Sources;

namespace KubeSec.Feedback.Attribution;

/// <summary>Reads who has which address out of objects that are no pods: Services and nodes.</summary>
internal static class AddressFacts
{
    // A node may list several networks, a Service two families and what is bound to it from outside.
    private const int MaximumAddresses = 32;

    /// <summary>The addresses of a Service or node; null for any other object, for one that has none, and for one that cannot be read.</summary>
    public static AddressFact? Read(JsonElement item, string? kind, string cluster)
    {
        try
        {
            return Found(item, kind, cluster);
        }
        catch (InvalidOperationException)
        {
            // JsonElement says so when a text holds an unpaired surrogate: valid JSON, but no text.
            return null;
        }
    }

    private static AddressFact? Found(JsonElement item, string? kind, string cluster) => kind switch
    {
        "Service" => Of(item, ConnectionPeerKind.Service, cluster, Of(item.At("spec"), "clusterIPs", "clusterIP")),
        "Node" => Of(item, ConnectionPeerKind.Node, cluster, Distinct(item.Items("status", "addresses").Where(entry => entry.Text("type") is "InternalIP" or "ExternalIP").Select(entry => entry.Text("address")))),
        _ => null,
    };

    /// <summary>The addresses of a list and of the one field that was there before it; null where there is none.</summary>
    public static IReadOnlyList<string>? Of(JsonElement holder, string list, string single) => Distinct(
        holder.Items(list).Select(entry => entry.ValueKind == JsonValueKind.String ? entry.GetString() : entry.Text("ip")).Append(holder.Text(single)));

    private static string[]? Distinct(IEnumerable<string?> addresses)
    {
        string[] found = [.. addresses.Select(PeerAddress.Of).OfType<string>().Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal).Take(MaximumAddresses)];
        return found.Length == 0 ? null : found;
    }

    private static AddressFact? Of(JsonElement item, ConnectionPeerKind kind, string cluster, IReadOnlyList<string>? addresses)
    {
        string place = item.Text("metadata", "namespace") ?? "";
        return addresses is not null && item.Text("metadata", "name") is { } name && item.Text("metadata", "uid") is { } uid && PodFacts.IsName(name) && PodFacts.IsName(uid) && PodFacts.IsName(place)
            ? new AddressFact
            {
                Cluster = cluster,
                Kind = kind,
                Namespace = place,
                Name = name,
                Uid = uid,
                CreatedAt = EventTime.Parse(item.Text("metadata", "creationTimestamp")),
                Addresses = addresses,
            }
            : null;
    }
}
