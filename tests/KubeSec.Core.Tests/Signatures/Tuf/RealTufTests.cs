using System.Globalization;
using System.Security.Cryptography;
using System.Text.Json.Nodes;
using KubeSec.Core.Tests.Images.Registries;
using KubeSec.Signatures;
using KubeSec.Tests;

namespace KubeSec.Core.Tests.Signatures.Tuf;

/// <summary>The same repositories to us and to the TUF client of the real cosign 3.1: what is minted here is real, and what we refuse is no whim.</summary>
public sealed class RealTufTests : IAsyncLifetime
{
    private static readonly Dictionary<string, (bool Accepted, Action<MintedRepository> Make)> Kinds = new(StringComparer.Ordinal)
    {
        ["as it should be"] = (true, _ => { }
        ),
        ["keys by Ed25519"] = (true, repository => SignAllBy(repository, MintedTufKey.Ed25519)),
        ["keys by RSA-PSS"] = (true, repository => SignAllBy(repository, () => MintedTufKey.Rsa(RSASignaturePadding.Pss))),
        ["keys on P-384"] = (true, repository => SignAllBy(repository, () => MintedTufKey.Ecdsa(size: "384"))),
        ["two of two keys"] = (true, repository => SignTargetsByTwo(repository, _ => MintedTufKey.Ecdsa())),
        ["one key under two names"] = (false, repository => SignTargetsByTwo(repository, key => key.Again())),
        ["one of two keys"] = (false, repository => SignTargetsByTwo(repository, _ => MintedTufKey.Ecdsa() with { Sign = MintedTufKey.Ecdsa().Sign })),
        ["a next root"] = (true, repository => repository.PublishRoot([MintedTufKey.Ecdsa()])),
        ["a next root by a stranger"] = (false, repository => repository.PublishRoot([MintedTufKey.Ecdsa()], MintedTufKey.Ecdsa())),
        ["a root that leaves one out"] = (false, repository =>
        {
            _ = repository.InitialRoot;
            repository.Change = (type, signed) => signed["version"] = type == "root" ? 3 : (int)signed["version"]!;
            repository.PublishRoot(repository.Root.Keys);
        }
        ),
        ["an expired root"] = (false, repository => repository.Root.Expires = InDays(-1)),
        ["an expired timestamp"] = (false, repository => repository.Timestamp.Expires = InDays(-1)),
        ["an expired snapshot"] = (false, repository => repository.Snapshot.Expires = InDays(-1)),
        ["expired targets"] = (false, repository => repository.Targets.Expires = InDays(-1)),
        ["targets signed by the online key"] = (false, repository =>
        {
            _ = repository.InitialRoot;
            repository.Targets.Keys = repository.Snapshot.Keys;
        }
        ),
        ["another type of timestamp"] = (false, repository => repository.Change = (type, signed) => signed["_type"] = type == "timestamp" ? "snapshot" : type),
        ["another version of the snapshot than is stated"] = (false, repository =>
        {
            repository.Change = (type, signed) => signed["meta"] = type == "timestamp" ? new JsonObject { ["snapshot.json"] = new JsonObject { ["version"] = 2 } } : signed["meta"]?.DeepClone();
            repository.Publish();
            repository.Files["2.snapshot.json"] = repository.Files["1.snapshot.json"];
        }
        ),
    };

    private readonly MintedInstance sigstore = new();
    private readonly string folder = Directory.CreateTempSubdirectory("kubesec-real-tuf").FullName;
    private MintedRepository repository = null!;
    private TestRegistry server = null!;

    public static TheoryData<string> Names() => [.. Kinds.Keys];

    public async Task InitializeAsync()
    {
        repository = new MintedRepository(MintedInstance.Bytes(sigstore.TrustRootJson())) { RootExpires = InDays(30) };
        repository.Publish(1, InDays(1));
        server = await repository.ServeAsync();
    }

    public async Task DisposeAsync()
    {
        await server.DisposeAsync();
        repository.Dispose();
        Directory.Delete(folder, recursive: true);
    }

    [SkippableTheory]
    [MemberData(nameof(Names))]
    public async Task Both_clients_say_the_same(string kind)
    {
        string cosign = RealParts.LaterProgram("sid", "cosign");
        (bool accepted, Action<MintedRepository> make) = Kinds[kind];
        make(repository);
        repository.Publish();
        Assert.Equal(accepted, await WeAcceptAsync());
        Assert.Equal(accepted, await CosignAcceptsAsync(cosign));
    }

    [SkippableTheory]
    [InlineData("1.snapshot.json")]
    [InlineData("1.targets.json")]
    [InlineData("targets/")]
    public async Task Both_clients_refuse_a_file_that_is_not_as_stated(string file)
    {
        string cosign = RealParts.LaterProgram("sid", "cosign");
        string name = repository.Files.Keys.Single(key => key.StartsWith(file, StringComparison.Ordinal));
        repository.Files[name] = [.. repository.Files[name], (byte)'\n'];
        Assert.False(await WeAcceptAsync());
        Assert.False(await CosignAcceptsAsync(cosign));
    }

    [SkippableFact]
    public async Task A_later_specification_is_refused_here_alone()
    {
        string cosign = RealParts.LaterProgram("sid", "cosign");
        repository.Change = (_, signed) => signed["spec_version"] = "2.0.0";
        repository.Publish();
        Assert.False(await WeAcceptAsync());
        Assert.True(await CosignAcceptsAsync(cosign));
    }

    private static void SignAllBy(MintedRepository repository, Func<MintedTufKey> make)
    {
        foreach (MintedTufRole role in new[] { repository.Root, repository.Targets, repository.Snapshot, repository.Timestamp })
        {
            role.Keys = [make()];
        }
    }

    private static void SignTargetsByTwo(MintedRepository repository, Func<MintedTufKey, MintedTufKey> second)
    {
        repository.Targets.Threshold = 2;
        repository.Targets.Keys = [repository.Targets.Keys[0], second(repository.Targets.Keys[0])];
    }

    private async Task<bool> WeAcceptAsync()
    {
        using TufTrustRootClient client = new(new TufTrustRootOptions
        {
            Repository = new Uri($"http://{server.Domain}"),
            InitialRoot = repository.InitialRoot,
            Folder = Path.Combine(folder, "ours"),
        });
        try
        {
            await client.RefreshAsync();
            return true;
        }
        catch (TrustRootException)
        {
            return false;
        }
    }

    /// <summary>cosign goes on with an older client where its present one refuses, and only warns of that.</summary>
    private async Task<bool> CosignAcceptsAsync(string cosign)
    {
        string root = Path.Combine(folder, "root.json");
        await File.WriteAllBytesAsync(root, repository.InitialRoot);
        Dictionary<string, string> environment = new() { ["TUF_ROOT"] = Path.Combine(folder, "cosign") };
        try
        {
            string said = await RealProcess.RunAsync(
                "sh", folder, environment, "-c", "\"$@\" 2>&1", "sh", cosign, "initialize", "--mirror", $"http://{server.Domain}", "--root", root);
            return !said.Contains("Could not fetch trusted_root.json", StringComparison.Ordinal);
        }
        catch (Xunit.Sdk.TrueException)
        {
            return false;
        }
    }

    private static string InDays(int days) => TimeProvider.System.GetUtcNow().AddDays(days).ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);
}
