using System.Text;
using System.Text.Json.Nodes;
using KubeSec.Signatures;

namespace KubeSec.Core.Tests.Signatures.Tuf;

/// <summary>What holds of every role: expiry, rollback, what one says of the other, and what a file must be (TUF specification section 5).</summary>
public sealed class TufRoleTests : IDisposable
{
    private readonly TufFixture tuf = new();

    public void Dispose() => tuf.Dispose();

    [Theory]
    [InlineData("root")]
    [InlineData("timestamp")]
    [InlineData("snapshot")]
    [InlineData("targets")]
    public async Task Expired_metadata_of_any_role_is_refused(string role)
    {
        tuf.Role(role).Expires = "2026-06-01T12:00:00Z";
        tuf.Repository.Publish();
        Assert.Equal(ReasonCodes.TufExpired, await tuf.RefusalAsync());
    }

    [Theory]
    [InlineData("root")]
    [InlineData("timestamp")]
    [InlineData("snapshot")]
    [InlineData("targets")]
    public async Task A_repository_that_stands_still_is_refused_once_its_metadata_expires(string role)
    {
        tuf.Role(role).Expires = "2026-06-02T00:00:00Z";
        tuf.Repository.Publish();
        await tuf.RefreshAsync();
        tuf.Clock.Advance(TimeSpan.FromHours(12) - TimeSpan.FromTicks(1));
        await tuf.RefreshAsync();
        tuf.Clock.Advance(TimeSpan.FromTicks(1));
        Assert.Equal(ReasonCodes.TufExpired, await tuf.RefusalAsync());
    }

    [Theory]
    [InlineData("timestamp")]
    [InlineData("snapshot")]
    [InlineData("targets")]
    public async Task An_older_version_of_any_role_is_refused(string role)
    {
        tuf.Repository.Publish(version: 5);
        await tuf.RefreshAsync();
        foreach (string newer in new[] { "timestamp", "snapshot", "targets" })
        {
            tuf.Role(newer).Version = newer == role ? 4 : 6;
        }

        tuf.Repository.Publish();
        Assert.Equal(ReasonCodes.TufRollback, await tuf.RefusalAsync());
    }

    [Fact]
    public async Task A_timestamp_that_was_refused_is_not_remembered()
    {
        await tuf.RefreshAsync();
        tuf.Repository.Publish(version: 9, expires: "2026-05-01T00:00:00Z");
        Assert.Equal(ReasonCodes.TufExpired, await tuf.RefusalAsync());
        tuf.Repository.Publish(version: 2);
        await tuf.RefreshAsync();
    }

    [Fact]
    public async Task Another_timestamp_under_the_same_version_is_none()
    {
        await tuf.RefreshAsync();
        Dictionary<string, byte[]> before = new(tuf.Repository.Files);
        tuf.Repository.Snapshot.Version = 7;
        tuf.Repository.Publish();
        byte[] another = tuf.Repository.Files["timestamp.json"];
        tuf.Repository.Files.Clear();
        foreach ((string name, byte[] content) in before)
        {
            tuf.Repository.Files[name] = name == "timestamp.json" ? another : content;
        }

        await tuf.RefreshAsync();
    }

    [Fact]
    public async Task A_file_that_the_snapshot_listed_must_stay_listed()
    {
        JsonObject Listed(int version) => new() { ["version"] = version };
        tuf.Change("snapshot", snapshot => snapshot["meta"]!["registry.json"] = Listed(4));
        await tuf.RefreshAsync();
        tuf.Repository.Change = (_, _) => { };
        tuf.Repository.Publish(version: 2);
        Assert.Equal(ReasonCodes.TufRollback, await tuf.RefusalAsync());
        tuf.Repository.Timestamp.Version = 3;
        tuf.Change("snapshot", snapshot => snapshot["meta"]!["registry.json"] = Listed(3));
        Assert.Equal(ReasonCodes.TufRollback, await tuf.RefusalAsync());
        tuf.Repository.Timestamp.Version = 4;
        tuf.Change("snapshot", snapshot => snapshot["meta"]!["registry.json"] = Listed(5));
        await tuf.RefreshAsync();
    }

    [Theory]
    [InlineData("timestamp", "snapshot.json")]
    [InlineData("snapshot", "targets.json")]
    public async Task Another_version_length_or_hash_than_is_stated_is_refused(string by, string file)
    {
        foreach ((string field, JsonNode wrong) in new (string, JsonNode)[]
        {
            ("version", 3), ("length", 17), ("length", -1),
            ("hashes", new JsonObject { ["sha256"] = new string('0', 64) }),
            ("hashes", new JsonObject { ["sha512"] = new string('0', 128) }),
        })
        {
            using TufFixture fresh = new();
            fresh.Change(by, metadata =>
            {
                JsonObject entry = metadata["meta"]![file]!.AsObject();
                entry.Clear();
                entry["version"] = 1;
                entry[field] = wrong.DeepClone();
            });
            fresh.Repository.Files["3." + file] = fresh.Repository.Files["1." + file];
            Assert.Equal(ReasonCodes.TufContentMismatch, await fresh.RefusalAsync());
        }
    }

    [Fact]
    public async Task Lengths_and_hashes_of_metadata_need_not_be_stated_and_those_of_a_target_must()
    {
        tuf.Repository.Change = (type, signed) =>
        {
            foreach (JsonObject entry in ((JsonObject?)signed["meta"] ?? []).Select(entry => entry.Value!.AsObject()))
            {
                entry.Remove("length");
                entry.Remove("hashes");
            }
        };
        tuf.Repository.Publish();
        await tuf.RefreshAsync();
        tuf.Change("targets", targets => ((JsonObject)targets["targets"]!["trusted_root.json"]!).Remove("hashes"));
        Assert.Equal(ReasonCodes.TufTargetMissing, await tuf.RefusalAsync());
    }

    [Theory]
    [InlineData("length", ReasonCodes.TufContentMismatch)]
    [InlineData("hashes", ReasonCodes.TufContentMismatch)]
    [InlineData("unknown", ReasonCodes.TufMalformed)]
    public async Task A_target_with_another_length_or_hash_is_refused(string what, string reason)
    {
        tuf.Change("targets", targets =>
        {
            JsonNode target = targets["targets"]!["trusted_root.json"]!;
            if (what == "length")
            {
                target["length"] = 1;
            }
            else
            {
                target["hashes"] = new JsonObject { [what == "unknown" ? "md5" : "sha512"] = new string('0', 128) };
                tuf.Repository.Files[$"targets/{new string('0', 128)}.trusted_root.json"] = tuf.Repository.TrustedRoot;
            }
        });
        Assert.Equal(reason, await tuf.RefusalAsync());
    }

    [Theory]
    [InlineData("timestamp", "timestamp.json")]
    [InlineData("snapshot", "1.snapshot.json")]
    [InlineData("targets", "1.targets.json")]
    [InlineData("root", "2.root.json")]
    public async Task Metadata_of_another_role_does_not_stand_in_for_it(string role, string file)
    {
        foreach (string type in new[] { "root", "timestamp", "snapshot", "targets", "mirrors", "Timestamp", "" }.Where(type => type != role))
        {
            using TufFixture fresh = new();
            _ = fresh.Repository.InitialRoot;
            fresh.Change(role, metadata => metadata["_type"] = type);
            fresh.Repository.PublishRoot(fresh.Repository.Root.Keys);
            Assert.True(fresh.Repository.Files.ContainsKey(file));
            Assert.Equal(ReasonCodes.TufMalformed, await fresh.RefusalAsync());
        }
    }

    [Theory]
    [InlineData("spec_version", "2.0.0")]
    [InlineData("spec_version", null)]
    [InlineData("spec_version", 1)]
    [InlineData("version", 0)]
    [InlineData("version", -1)]
    [InlineData("version", "1")]
    [InlineData("expires", "soon")]
    [InlineData("expires", null)]
    [InlineData("meta", null)]
    [InlineData("meta", "snapshot.json")]
    public async Task Metadata_without_a_field_or_with_another_kind_of_it_is_refused(string field, object? value)
    {
        tuf.Change("timestamp", timestamp => timestamp[field] = value switch
        {
            int number => number,
            string text => text,
            _ => null,
        });
        Assert.Equal(ReasonCodes.TufMalformed, await tuf.RefusalAsync());
        tuf.Change("timestamp", timestamp => timestamp.Remove(field));
        Assert.Equal(ReasonCodes.TufMalformed, await tuf.RefusalAsync());
    }

    [Theory]
    [InlineData("\"version\":1", "\"version\":1,\"version\":2")]
    [InlineData("\"version\":1", "\"version\":1.0")]
    [InlineData("\"version\":1", "\"version\":1e0")]
    [InlineData("\"version\":1", "\"version\":1,\"note\":\"\\ud800\"")]
    [InlineData("\"version\":1", "\"version\":1,\"\\ud800\":1")]
    [InlineData("\"version\":1", "\"version\":1,\"deep\":[[[[[[[[[[[[[[[[[[]]]]]]]]]]]]]]]]]]")]
    [InlineData("\"sig\":\"", "\"sig\":\"x")]
    [InlineData("\"sig\":\"", "\"sig\":null,\"was\":\"")]
    [InlineData("\"keyid\":\"", "\"keyid\":null,\"was\":\"")]
    public async Task Hostile_metadata_is_refused_and_nothing_else_happens(string old, string by)
    {
        tuf.Replace("timestamp.json", old, by);
        Assert.Equal(ReasonCodes.TufMalformed, await tuf.RefusalAsync());
    }

    [Theory]
    [InlineData("timestamp.json")]
    [InlineData("1.snapshot.json")]
    [InlineData("1.targets.json")]
    [InlineData("2.root.json")]
    public async Task No_changed_byte_of_metadata_is_believed_and_none_ends_in_another_exception(string file)
    {
        const int Changes = 300;
        var random = new Random(4);
        _ = tuf.Repository.InitialRoot;
        tuf.Repository.PublishRoot([MintedTufKey.Ecdsa()]);
        byte[] whole = tuf.Repository.Files[file];
        for (int number = 0; number < Changes; number++)
        {
            byte[] changed = [.. whole];
            int place = random.Next(changed.Length);
            changed[place] = (byte)(number % 2 == 0 ? changed[place] ^ (1 << random.Next(8)) : random.Next(256));
            tuf.Repository.Files[file] = changed;
            Directory.Delete(tuf.Folder, recursive: true);
            if (await Record.ExceptionAsync(tuf.RefreshAsync) is not TrustRootException)
            {
                // Hexadecimal digits have two cases.
                Assert.Equal(Encoding.UTF8.GetString(whole), Encoding.UTF8.GetString(changed), ignoreCase: true);
            }
        }
    }

    [Fact]
    public async Task Names_without_versions_and_hashes_are_asked_for_where_the_root_says_so()
    {
        tuf.Repository.Files.Clear();
        tuf.Repository.IsConsistent = false;
        tuf.Repository.Publish();
        await tuf.RefreshAsync();
        Assert.DoesNotContain(tuf.Repository.Files.Keys, name => name.StartsWith('1'));
    }

    [Fact]
    public async Task A_target_in_a_folder_has_its_hash_before_its_own_name()
    {
        using TufFixture foldered = new() { Target = "public/good/trusted_root.json" };
        foldered.Change("targets", targets =>
        {
            JsonNode target = targets["targets"]!["trusted_root.json"]!.DeepClone();
            targets["targets"] = new JsonObject { ["public/good/trusted_root.json"] = target };
        });
        string name = foldered.Repository.Files.Keys.Single(key => key.StartsWith("targets/", StringComparison.Ordinal));
        foldered.Repository.Files.Remove(name, out byte[]? content);
        foldered.Repository.Files[name.Replace("targets/", "targets/public/good/", StringComparison.Ordinal)] = content!;
        await foldered.RefreshAsync();
        Assert.True(File.Exists(Path.Combine(foldered.Folder, "trusted_root.json")));
    }
}
