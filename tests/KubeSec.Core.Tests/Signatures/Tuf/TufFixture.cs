using System.Text;
using System.Text.Json.Nodes;
using KubeSec.Signatures;
using Microsoft.Extensions.Time.Testing;

namespace KubeSec.Core.Tests.Signatures.Tuf;

/// <summary>A repository of our own, and a client of it with a folder that remembers.</summary>
internal sealed class TufFixture : IDisposable
{
    public TufFixture() => Repository = new MintedRepository(MintedInstance.Bytes(Sigstore.TrustRootJson()));

    public MintedInstance Sigstore { get; } = new();

    public MintedRepository Repository { get; }

    public FakeTimeProvider Clock { get; } = new(MintedInstance.Now);

    public string Folder { get; } = Directory.CreateTempSubdirectory("kubesec-tuf").FullName;

    public string Target { get; init; } = "trusted_root.json";

    public MintedTufRole Role(string name) => name switch
    {
        "root" => Repository.Root,
        "targets" => Repository.Targets,
        "snapshot" => Repository.Snapshot,
        _ => Repository.Timestamp,
    };

    /// <summary>Changes one kind of metadata before it is signed, and signs all anew.</summary>
    public void Change(string type, Action<JsonObject> change)
    {
        Repository.Change = (signed, content) =>
        {
            if (signed == type)
            {
                change(content);
            }
        };
        Repository.Publish();
    }

    public void Replace(string file, string old, string by) =>
        Repository.Files[file] = Encoding.UTF8.GetBytes(Encoding.UTF8.GetString(Repository.Files[file]).Replace(old, by, StringComparison.Ordinal));

    public async Task<TrustRoot> RefreshAsync()
    {
        using var client = new TufTrustRootClient(
            new TufTrustRootOptions { Repository = new Uri("https://tuf.minted.example"), InitialRoot = Repository.InitialRoot, Folder = Folder, Target = Target },
            Clock,
            Repository);
        return await client.RefreshAsync();
    }

    public async Task<string> RefusalAsync() => (await Assert.ThrowsAsync<TrustRootException>(RefreshAsync)).Refusal.Reason;

    public void Dispose()
    {
        Repository.Dispose();
        Directory.Delete(Folder, recursive: true);
    }
}
