using System.Security.Cryptography;
using System.Text.Json.Nodes;
using KubeSec.Signatures;

namespace KubeSec.Core.Tests.Signatures.Tuf;

/// <summary>Who signed: keys of every kind, thresholds, and the chain of roots (TUF specification sections 4.2, 5.3).</summary>
public sealed class TufKeyTests : IDisposable
{
    private readonly TufFixture tuf = new();

    public void Dispose() => tuf.Dispose();

    public static TheoryData<string> Kinds() =>
        ["ed25519", "rsa", "ecdsa", "ecdsa-sha2-nistp256", "ecdsa in hexadecimal", "p384", "ecdsa-sha2-nistp384", "p521"];

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task Every_kind_of_key_signs_every_role(string kind)
    {
        foreach (string role in new[] { "root", "timestamp", "snapshot", "targets" })
        {
            tuf.Role(role).Keys = [Key(kind)];
        }

        tuf.Repository.Publish();
        await tuf.RefreshAsync();
        tuf.Repository.Timestamp.Keys = [Key(kind) with { Id = tuf.Repository.Timestamp.Keys[0].Id }];
        tuf.Repository.Publish(version: 2);
        Assert.Equal(ReasonCodes.TufThresholdNotMet, await tuf.RefusalAsync());
    }

    public static TheoryData<string, string> Mismatches() => new()
    {
        { "rsa with PKCS #1 padding", "" },
        { "ed25519", "rsassa-pss-sha256" },
        { "ecdsa", "ecdsa-sha2-nistp384" },
        { "p384", "ecdsa-sha2-nistp256" },
        { "rsa", "rsa-pkcs1v15-sha256" },
        { "rsa", "ed25519" },
        { "ecdsa", "" },
        { "ecdsa", "ml-dsa-65" },
    };

    [Theory]
    [MemberData(nameof(Mismatches))]
    public async Task A_key_signs_only_as_its_scheme_says(string kind, string scheme)
    {
        MintedTufKey key = Key(kind);
        tuf.Repository.Timestamp.Keys = [kind.Contains("padding", StringComparison.Ordinal) ? key : key with { Scheme = scheme }];
        tuf.Repository.Publish();
        Assert.Equal(ReasonCodes.TufThresholdNotMet, await tuf.RefusalAsync());
    }

    [Fact]
    public async Task A_key_that_is_not_understood_counts_for_nothing_and_hinders_nobody()
    {
        MintedTufKey known = tuf.Repository.Timestamp.Keys[0];
        MintedTufKey strange = MintedTufKey.Ecdsa() with { Type = "sphincs+", Scheme = "sphincs+", Public = "00" };
        MintedTufKey broken = MintedTufKey.Ecdsa() with { Public = "-----BEGIN PUBLIC KEY-----\nAAAA\n-----END PUBLIC KEY-----\n" };
        tuf.Repository.Timestamp.Keys = [strange, broken, known];
        tuf.Repository.Publish();
        await tuf.RefreshAsync();
        using TufFixture demanding = new();
        demanding.Repository.Timestamp.Keys = [strange, broken, demanding.Repository.Timestamp.Keys[0]];
        demanding.Repository.Timestamp.Threshold = 2;
        demanding.Repository.Publish();
        Assert.Equal(ReasonCodes.TufThresholdNotMet, await demanding.RefusalAsync());
    }

    [Theory]
    [InlineData("timestamp")]
    [InlineData("snapshot")]
    [InlineData("targets")]
    [InlineData("root")]
    public async Task A_threshold_is_met_by_different_keys_alone(string role)
    {
        MintedTufKey one = MintedTufKey.Ecdsa();
        MintedTufKey other = MintedTufKey.Ed25519();
        tuf.Role(role).Threshold = 2;
        foreach ((MintedTufKey[] keys, bool enough) in new (MintedTufKey[], bool)[]
        {
            ([one], false),
            ([one, one], false),
            ([one, one.Again()], false),
            ([one, other], true),
        })
        {
            using TufFixture fresh = new();
            fresh.Role(role).Threshold = 2;
            fresh.Role(role).Keys = keys;
            fresh.Repository.Publish();
            if (enough)
            {
                await fresh.RefreshAsync();
            }
            else
            {
                Assert.Equal(ReasonCodes.TufThresholdNotMet, await fresh.RefusalAsync());
            }
        }
    }

    [Fact]
    public async Task One_curve_key_in_both_spellings_is_one_key()
    {
        MintedTufKey pem = MintedTufKey.Ecdsa();
        byte[] point = PublicKey.FromPem(pem.Public).SubjectPublicKeyInfo[^65..].ToArray();
        tuf.Repository.Timestamp.Keys = [pem, pem.Again() with { Type = "ecdsa-sha2-nistp256", Public = Convert.ToHexStringLower(point) }];
        tuf.Repository.Timestamp.Threshold = 2;
        tuf.Repository.Publish();
        Assert.Equal(ReasonCodes.TufThresholdNotMet, await tuf.RefusalAsync());
        using TufFixture content = new();
        content.Repository.Timestamp.Keys = tuf.Repository.Timestamp.Keys;
        content.Repository.Publish();
        await content.RefreshAsync();
    }

    [Fact]
    public async Task The_keys_of_one_role_do_not_sign_for_another()
    {
        tuf.Repository.Publish();
        await tuf.RefreshAsync();
        tuf.Repository.Targets.Keys = tuf.Repository.Snapshot.Keys;
        tuf.Repository.Publish(version: 2);
        Assert.Equal(ReasonCodes.TufThresholdNotMet, await tuf.RefusalAsync());
    }

    [Fact]
    public async Task Roots_are_followed_one_by_one_though_those_between_have_expired()
    {
        MintedTufKey[] second = [MintedTufKey.Ecdsa(), MintedTufKey.Ed25519()];
        tuf.Repository.Root.Expires = "2026-01-01T00:00:00Z";
        _ = tuf.Repository.InitialRoot;
        tuf.Repository.PublishRoot(second);
        tuf.Repository.PublishRoot([MintedTufKey.Rsa(RSASignaturePadding.Pss)]);
        tuf.Repository.Root.Expires = "2027-01-01T00:00:00Z";
        tuf.Repository.PublishRoot([MintedTufKey.Ed25519()]);
        await tuf.RefreshAsync();
        Assert.Equal(4, (int)JsonNode.Parse(File.ReadAllBytes(Path.Combine(tuf.Folder, "root.json")))!["signed"]!["version"]!);

        // What was followed once is remembered: the roots before are not asked for again.
        tuf.Repository.Files.Remove("2.root.json");
        tuf.Repository.Files.Remove("3.root.json");
        await tuf.RefreshAsync();
    }

    [Theory]
    [InlineData(1, 2, ReasonCodes.TufThresholdNotMet)]
    [InlineData(2, 1, ReasonCodes.TufThresholdNotMet)]
    [InlineData(2, 2, null)]
    public async Task A_new_root_is_signed_by_the_old_threshold_and_by_its_own(int old, int own, string? reason)
    {
        MintedTufKey[] before = [MintedTufKey.Ecdsa(), MintedTufKey.Ecdsa(), MintedTufKey.Ecdsa()];
        MintedTufKey[] after = [MintedTufKey.Ecdsa(), MintedTufKey.Ecdsa()];
        tuf.Repository.Root.Keys = before;
        tuf.Repository.Root.Threshold = 2;
        _ = tuf.Repository.InitialRoot;
        MintedTufKey stranger = MintedTufKey.Ecdsa();

        // A key that is named and signs with another's hand counts as one that does not sign.
        MintedTufKey[] named = [.. after.Select((key, number) => number < own ? key : key with { Sign = stranger.Sign })];
        tuf.Repository.PublishRoot(named, before[..old]);
        if (reason is null)
        {
            await tuf.RefreshAsync();
        }
        else
        {
            Assert.Equal(reason, await tuf.RefusalAsync());
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public async Task A_root_of_another_version_than_the_next_is_refused(int version)
    {
        _ = tuf.Repository.InitialRoot;
        tuf.Repository.Change = (type, signed) => signed["version"] = type == "root" ? version : (int)signed["version"]!;
        tuf.Repository.PublishRoot(tuf.Repository.Root.Keys);
        Assert.Equal(ReasonCodes.TufRollback, await tuf.RefusalAsync());
    }

    [Fact]
    public async Task Replaced_online_keys_end_what_a_thief_of_the_old_ones_has_made_of_the_versions()
    {
        tuf.Repository.Publish(version: 1_000_000);
        await tuf.RefreshAsync();
        MintedTufKey online = MintedTufKey.Ecdsa();
        tuf.Repository.Snapshot.Keys = tuf.Repository.Timestamp.Keys = [online];
        tuf.Repository.Publish(version: 2);
        Assert.Equal(ReasonCodes.TufThresholdNotMet, await tuf.RefusalAsync());
        tuf.Repository.PublishRoot(tuf.Repository.Root.Keys);
        await tuf.RefreshAsync();
        tuf.Repository.Publish(version: 1);
        Assert.Equal(ReasonCodes.TufRollback, await tuf.RefusalAsync());
    }

    private static MintedTufKey Key(string kind) => kind switch
    {
        "ed25519" => MintedTufKey.Ed25519(),
        "rsa" => MintedTufKey.Rsa(RSASignaturePadding.Pss),
        "rsa with PKCS #1 padding" => MintedTufKey.Rsa(RSASignaturePadding.Pkcs1),
        "ecdsa in hexadecimal" => MintedTufKey.Ecdsa("ecdsa-sha2-nistp256", hexadecimal: true),
        "p384" => MintedTufKey.Ecdsa(size: "384"),
        "p521" => MintedTufKey.Ecdsa(size: "521"),
        "ecdsa-sha2-nistp384" => MintedTufKey.Ecdsa(kind, "384"),
        _ => MintedTufKey.Ecdsa(kind),
    };
}
