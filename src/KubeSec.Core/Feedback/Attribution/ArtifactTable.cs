using System.Data.Common;
using KubeSec.Feedback.Storage;

namespace KubeSec.Feedback.Attribution;

/// <summary>Which digests name one image, and which layers it is made of.</summary>
internal static class ArtifactTable
{
    // An image has an index, a manifest per platform and a configuration each: more than this is a forgery.
    private const int MaximumAliases = 64;

    private static readonly RowInsert Aliases = new("alias", ["digest", "other"], "DO NOTHING");
    private static readonly RowInsert Layers = new("layer", ["digest", "#position", "diff_id", "layer_digest"], "DO NOTHING");

    public static async Task FoldAsync(DbConnection connection, DbTransaction transaction, IReadOnlyList<InventoryFact> facts)
    {
        HashSet<(string, string)> pairs = [];
        HashSet<(string, long, string, string)> layers = [];
        foreach (InventoryFact fact in facts)
        {
            string[] digests = [.. (fact.Artifact?.Digests ?? []).Distinct(StringComparer.Ordinal)];
            foreach (string other in digests.Skip(1))
            {
                pairs.UnionWith([(digests[0], other), (other, digests[0])]);
            }

            for (int i = 0; digests.Length > 0 && i < fact.Artifact?.Layers.Count; i++)
            {
                layers.Add((digests[0], i, fact.Artifact.Layers[i].DiffId, fact.Artifact.Layers[i].Digest ?? ""));
            }
        }

        await Aliases.WriteAsync(connection, transaction, [.. pairs.Order().Select(pair => (object?[])[pair.Item1, pair.Item2])]);
        await Layers.WriteAsync(connection, transaction, [.. layers.Order().Select(row => (object?[])[row.Item1, row.Item2, row.Item3, row.Item4])]);
    }

    /// <summary>Every digest of the same image, the one asked for included.</summary>
    public static async Task<IReadOnlyList<string>> AliasesAsync(DbConnection connection, string digest, CancellationToken cancellationToken)
    {
        HashSet<string> known = new(StringComparer.Ordinal) { digest };
        string[] frontier = [digest];
        while (frontier.Length > 0 && known.Count < MaximumAliases)
        {
            List<string> next = [];
            using DbCommand command = connection.Command($"SELECT other FROM alias WHERE digest IN ({StoreCommands.Marks(frontier.Length)}) ORDER BY other");
            command.AddMarks(frontier);
            using DbDataReader reader = await command.ExecuteReaderAsync(cancellationToken);
            while (known.Count < MaximumAliases && await reader.ReadAsync(cancellationToken))
            {
                if (known.Add(reader.GetString(0)))
                {
                    next.Add(reader.GetString(0));
                }
            }

            frontier = [.. next];
        }

        return [.. known.Order(StringComparer.Ordinal)];
    }

    /// <summary>Containers about to be deployed, with every digest their images are known by.</summary>
    public static async Task<IReadOnlyList<DeployedContainer>> WithAliasesAsync(DbConnection connection, IReadOnlyList<DeployedContainer> containers, CancellationToken cancellationToken)
    {
        List<DeployedContainer> widened = new(containers.Count);
        foreach (DeployedContainer container in containers)
        {
            HashSet<string> names = new(container.Aliases, StringComparer.Ordinal);
            foreach (string digest in names.Append(RuntimeImage.DigestOf(container.Image)).OfType<string>().ToArray())
            {
                names.UnionWith(await AliasesAsync(connection, digest, cancellationToken));
            }

            widened.Add(container with { Aliases = [.. names.Order(StringComparer.Ordinal)] });
        }

        return widened;
    }

    /// <summary>The layers of an image, from the base upwards; none where nobody has looked.</summary>
    public static async Task<IReadOnlyList<ImageLayer>> LayersAsync(DbConnection connection, IReadOnlyList<string> digests, CancellationToken cancellationToken)
    {
        List<ImageLayer> layers = [];
        foreach (string[] chunk in digests.Chunk(StoreCommands.MaximumParameters))
        {
            using DbCommand command = connection.Command(
                $"SELECT DISTINCT position, diff_id, layer_digest FROM layer WHERE digest IN ({StoreCommands.Marks(chunk.Length)}) ORDER BY position, diff_id, layer_digest");
            command.AddMarks(chunk);
            using DbDataReader reader = await command.ExecuteReaderAsync(cancellationToken);
            while (await reader.ReadAsync(cancellationToken))
            {
                layers.Add(new ImageLayer((int)reader.GetInt64(0), reader.GetString(1), reader.GetString(2) is { Length: > 0 } layer ? layer : null));
            }
        }

        return layers;
    }

    /// <summary>The artifacts that pods prove: a kubelet that was told to run one digest and says it runs another names one image twice.</summary>
    public static IEnumerable<InventoryFact> ProvedBy(PodFact pod) =>
        from container in pod.Containers
        let pinned = RuntimeImage.DigestOf(container.Image)
        let running = RuntimeImage.DigestOf(container.ImageId)
        where pinned is not null && running is not null && pinned != running
        select new InventoryFact { Artifact = new ArtifactFact { Digests = [pinned, running] } };
}
