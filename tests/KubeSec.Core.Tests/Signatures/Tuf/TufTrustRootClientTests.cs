using KubeSec.Signatures;

namespace KubeSec.Core.Tests.Signatures.Tuf;

/// <summary>Every attack that TUF is there against, on a repository of our own.</summary>
public sealed class TufTrustRootClientTests : IDisposable
{
    private readonly TufFixture _tuf = new();

    public void Dispose() => _tuf.Dispose();

    [Fact]
    public async Task Trust_root_is_fetched_and_verifies_bundles()
    {
        TrustRoot root = await _tuf.RefreshAsync();

        Assert.True(new BundleVerifier(root, null, _tuf.Sigstore.Clock).Verify(
            MintedInstance.Bytes(_tuf.Sigstore.Bundle()),
            SignedArtifact.FromContent(MintedInstance.Artifact),
            ExpectedSigner.Keyless(MintedAuthority.Issuer, MintedAuthority.Identity)).IsVerified);
    }

    [Fact]
    public async Task New_root_must_be_signed_by_the_old_one()
    {
        _tuf.Repository.RotateRoot(signedByOld: true);
        await _tuf.RefreshAsync();
        Directory.Delete(_tuf.Folder, recursive: true);
        _tuf.Repository.RotateRoot(signedByOld: false);

        Assert.Equal(ReasonCodes.TufThresholdNotMet, await _tuf.RefusalAsync());
    }

    [Theory]
    [InlineData("timestamp.json", ReasonCodes.TufThresholdNotMet)]
    [InlineData("1.snapshot.json", ReasonCodes.TufContentMismatch)]
    [InlineData("1.targets.json", ReasonCodes.TufContentMismatch)]
    [InlineData("targets/", ReasonCodes.TufContentMismatch)]
    public async Task Changed_files_are_refused(string file, string reason)
    {
        string name = _tuf.Repository.Files.Keys.Single(key => key.StartsWith(file, StringComparison.Ordinal));
        string text = System.Text.Encoding.UTF8.GetString(_tuf.Repository.Files[name]);
        _tuf.Repository.Files[name] = System.Text.Encoding.UTF8.GetBytes(text.Replace("2026", "2036", StringComparison.Ordinal));

        Assert.Equal(reason, await _tuf.RefusalAsync());
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("[]")]
    [InlineData("nonsense")]
    [InlineData("{\"signed\":{\"_type\":\"timestamp\",\"version\":1.5,\"expires\":\"x\"},\"signatures\":[]}")]
    public async Task Hostile_metadata_is_refused(string timestamp)
    {
        _tuf.Repository.Files["timestamp.json"] = System.Text.Encoding.UTF8.GetBytes(timestamp);

        Assert.Equal(ReasonCodes.TufMalformed, await _tuf.RefusalAsync());
    }

    [Fact]
    public async Task Missing_file_is_told_as_such()
    {
        _tuf.Repository.Files.Remove("timestamp.json");

        Assert.Equal(ReasonCodes.TufUnreachable, await _tuf.RefusalAsync());
    }
}
