using System.Text;
using CsCheck;
using KubeSec.Feedback;
using KubeSec.Feedback.Attribution;
using Microsoft.Data.Sqlite;

namespace KubeSec.Core.Tests.Feedback;

/// <summary>State is a pure fold of the log: any order of facts and events, in any batches, ends alike.</summary>
public sealed class InventoryFoldTests
{
    private const long Minute = 60_000_000_000;

    private static readonly string[] Tables = ["placement", "pod_life", "coverage", "attribution", "alias", "layer", "connection", "address"];

    private static readonly Gen<object> Item = Gen.Select(Gen.Int[0, 5], Gen.Int[0, 2], Gen.Int[0, 9], Gen.Int[0, 4], (kind, pod, minute, variant) => kind switch
    {
        0 or 1 => new InventoryFact { Pod = PodOf(pod, minute, variant) },
        2 => new InventoryFact { Gone = new GoneFact("", $"uid-{pod}-{variant % 2}", minute * Minute) },
        3 => new InventoryFact { Coverage = new CoverageFact { Cluster = "", Scope = "", From = minute * Minute, To = minute * Minute, Seen = [$"uid-{pod}-{variant % 2}"] } },
        4 => new InventoryFact { Coverage = new CoverageFact { Cluster = "", Scope = variant == 0 ? null : "shop", From = minute * Minute, To = (minute + variant) * Minute, Seen = [$"uid-{pod}-0"] } },
        _ => (object)EventOf(pod, minute, variant),
    });

    [Fact]
    public void Any_order_of_facts_and_events_gives_the_same_state() =>
        Gen.Select(Item.Array[2, 14], Gen.Int[1, 5]).SelectMany((items, size) => Gen.Shuffle(items).Select(shuffled => (items, shuffled, size)))
            .Sample(run => Assert.Equal(State(run.items, 1), State(run.shuffled, run.size)), iter: 40, threads: 1);

    [Fact]
    public void Descriptions_of_one_run_merge_in_any_order_and_number() =>
        Gen.Select(Gen.Int[0, 4], Gen.Int[0, 4], Gen.Int[0, 4]).Sample((a, b, c) =>
        {
            Placement[] three = [.. new[] { a, b, c }.Select(variant => Placement.Of(PodOf(0, 3, variant)).First() with { PodUid = "u", ContainerId = "x" })];
            Assert.Equal(Text(three[0].Merge(three[1])), Text(three[1].Merge(three[0])));
            Assert.Equal(Text(three[0].Merge(three[1]).Merge(three[2])), Text(three[0].Merge(three[1].Merge(three[2]))));
            Assert.Equal(Text(three[0]), Text(three[0].Merge(three[0])));
        });

    private static string Text(Placement placement) => $"{placement with { Owners = [] }} {string.Join(' ', placement.Owners)}";

    private static PodFact PodOf(int pod, int minute, int variant) => new()
    {
        Cluster = "",
        Namespace = "shop",
        Name = $"db-{pod}",
        Uid = $"uid-{pod}-{variant % 2}",
        Node = variant == 3 ? null : "node",
        CreatedAt = variant % 2 == 0 ? 0 : 5 * Minute,
        Owners = variant > 2 ? [new OwnerFact("StatefulSet", "db", null)] : [],
        Addresses = variant == 0 ? null : [$"10.0.0.{pod}", $"fd00::{pod}"],
        NodeAddresses = variant == 3 ? null : ["192.0.2.1"],
        EndedAt = variant == 2 ? minute * Minute : null,
        Containers = [new ContainerFact { Name = "db", Id = variant == 4 ? null : $"{pod}{variant % 2}".PadLeft(64, '0'), Image = "db:1", ImageId = variant == 1 ? null : PodListing.DigestA, StartedAt = variant > 1 ? minute * Minute : null }],
    };

    private static string EventOf(int pod, int minute, int variant) => FalcoEvents.Event(
        rule: $"rule {variant}", pod: $"db-{pod}", time: $"1970-01-01T00:{minute:00}:30Z", container: variant == 4 ? $"{pod}1".PadLeft(64, '0') : "", image: "", digest: null)
        .Replace("\"proc.cmdline\"", $"\"fd.name\":\"10.0.0.{pod}:1->10.0.0.{minute % 3}:{variant + 1}\",\"proc.cmdline\"", StringComparison.Ordinal)
        .Replace("\"container.name\":\"web\",", variant % 2 == 0 ? "" : "\"container.name\":\"db\",", StringComparison.Ordinal);

    private static string State(object[] items, int size)
    {
        using var fixture = new StoreFixture();
        RecordAsync(fixture, items, size).GetAwaiter().GetResult();
        using var connection = new SqliteConnection($"Data Source={fixture.Location};Pooling=False");
        connection.Open();
        var text = new StringBuilder();
        foreach (string table in Tables)
        {
            using SqliteCommand command = connection.CreateCommand();
            command.CommandText = $"SELECT * FROM {table}";
            using SqliteDataReader reader = command.ExecuteReader();
            List<string> rows = [];
            while (reader.Read())
            {
                rows.Add(string.Join('|', Enumerable.Range(0, reader.FieldCount).Select(reader.GetValue)));
            }

            text.AppendLine(table).AppendJoin('\n', rows.Order(StringComparer.Ordinal)).AppendLine();
        }

        return text.ToString();
    }

    private static async Task RecordAsync(StoreFixture fixture, object[] items, int size)
    {
        await using IncidentStore store = await fixture.OpenAsync();
        foreach (object[] batch in items.Chunk(size))
        {
            await store.RecordInventoryAsync([.. batch.OfType<InventoryFact>()], null, CancellationToken.None);
            await store.RecordAsync(StoreFixture.Text(string.Join('\n', batch.OfType<string>())), "-");
        }
    }
}
