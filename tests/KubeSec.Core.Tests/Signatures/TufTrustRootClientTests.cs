using KubeSec.Signatures;
using Microsoft.Extensions.Time.Testing;

namespace KubeSec.Core.Tests.Signatures;

/// <summary>Every attack that TUF is there against, on a repository of our own.</summary>
public sealed class TufTrustRootClientTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("kubesec-tuf").FullName;
    private readonly MintedInstance _sigstore = new();
    private readonly MintedRepository _repository;

    public TufTrustRootClientTests() => _repository = new MintedRepository(MintedInstance.Bytes(_sigstore.TrustRootJson()));

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task Trust_root_is_fetched_and_verifies_bundles()
    {
        TrustRoot root = await RefreshAsync();

        Assert.True(new BundleVerifier(root, null, _sigstore.Clock).Verify(
            MintedInstance.Bytes(_sigstore.Bundle()),
            SignedArtifact.FromContent(MintedInstance.Artifact),
            ExpectedSigner.Keyless(MintedAuthority.Issuer, MintedAuthority.Identity)).IsVerified);
    }

    [Fact]
    public async Task Older_metadata_than_was_seen_is_refused()
    {
        _repository.Publish(version: 3);
        await RefreshAsync();
        _repository.Publish(version: 2);

        Assert.Equal(ReasonCodes.TufRollback, await RefusalAsync());
    }

    [Fact]
    public async Task Expired_metadata_is_refused()
    {
        _repository.Publish(version: 2, expires: "2026-06-01T00:00:00Z");

        Assert.Equal(ReasonCodes.TufExpired, await RefusalAsync());
    }

    [Fact]
    public async Task New_root_must_be_signed_by_the_old_one()
    {
        _repository.RotateRoot(signedByOld: true);
        await RefreshAsync();
        Directory.Delete(_folder, recursive: true);
        _repository.RotateRoot(signedByOld: false);

        Assert.Equal(ReasonCodes.TufThresholdNotMet, await RefusalAsync());
    }

    [Theory]
    [InlineData("timestamp.json", ReasonCodes.TufThresholdNotMet)]
    [InlineData("1.snapshot.json", ReasonCodes.TufContentMismatch)]
    [InlineData("1.targets.json", ReasonCodes.TufContentMismatch)]
    [InlineData("targets/", ReasonCodes.TufContentMismatch)]
    public async Task Changed_files_are_refused(string file, string reason)
    {
        string name = _repository.Files.Keys.Single(key => key.StartsWith(file, StringComparison.Ordinal));
        string text = System.Text.Encoding.UTF8.GetString(_repository.Files[name]);
        _repository.Files[name] = System.Text.Encoding.UTF8.GetBytes(text.Replace("2026", "2036", StringComparison.Ordinal));

        Assert.Equal(reason, await RefusalAsync());
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("[]")]
    [InlineData("nonsense")]
    [InlineData("{\"signed\":{\"_type\":\"timestamp\",\"version\":1.5,\"expires\":\"x\"},\"signatures\":[]}")]
    public async Task Hostile_metadata_is_refused(string timestamp)
    {
        _repository.Files["timestamp.json"] = System.Text.Encoding.UTF8.GetBytes(timestamp);

        Assert.Equal(ReasonCodes.TufMalformed, await RefusalAsync());
    }

    [Fact]
    public async Task Missing_file_is_told_as_such()
    {
        _repository.Files.Remove("timestamp.json");

        Assert.Equal(ReasonCodes.TufUnreachable, await RefusalAsync());
    }

    private async Task<TrustRoot> RefreshAsync()
    {
        using var client = new TufTrustRootClient(
            new TufTrustRootOptions { Repository = new Uri("https://tuf.minted.example"), InitialRoot = _repository.InitialRoot, Folder = _folder },
            new FakeTimeProvider(MintedInstance.Now),
            _repository);
        return await client.RefreshAsync();
    }

    private async Task<string> RefusalAsync() => (await Assert.ThrowsAsync<TrustRootException>(RefreshAsync)).Refusal.Reason;
}
