using System.Text;
using System.Text.Json.Nodes;
using KubeSec.Signatures;

namespace KubeSec.Core.Tests.Signatures.Tuf;

/// <summary>A repository that sends without end costs no more than the limits: each is passed at the limit and refused one above.</summary>
public sealed class TufLimitTests : IDisposable
{
    private const int Metadata = 1 << 20;
    private const int Target = 4 << 20;

    private readonly TufFixture tuf = new();

    public void Dispose() => tuf.Dispose();

    [Theory]
    [InlineData("timestamp.json")]
    [InlineData("1.snapshot.json")]
    [InlineData("1.targets.json")]
    [InlineData("2.root.json")]
    public async Task Metadata_has_at_most_a_mebibyte(string file)
    {
        _ = tuf.Repository.InitialRoot;
        tuf.Repository.PublishRoot(tuf.Repository.Root.Keys);
        tuf.Repository.Change = (_, signed) => ((JsonObject?)signed["meta"] ?? []).Select(entry => entry.Value!.AsObject()).ToList().ForEach(entry =>
        {
            entry.Remove("length");
            entry.Remove("hashes");
        });
        tuf.Repository.Publish();
        byte[] whole = tuf.Repository.Files[file];
        tuf.Repository.Files[file] = [.. whole, .. Spaces(Metadata - whole.Length)];
        await tuf.RefreshAsync();
        tuf.Repository.Files[file] = [.. whole, .. Spaces(Metadata + 1 - whole.Length)];
        Directory.Delete(tuf.Folder, recursive: true);
        Assert.Equal(ReasonCodes.TufLimitExceeded, await tuf.RefusalAsync());
    }

    [Fact]
    public async Task A_target_has_at_most_four_mebibytes()
    {
        byte[] whole = tuf.Repository.TrustedRoot;
        tuf.Repository.TrustedRoot = [.. whole, .. Spaces(Target - whole.Length)];
        tuf.Repository.Publish();
        await tuf.RefreshAsync();
        tuf.Repository.TrustedRoot = [.. whole, .. Spaces(Target + 1 - whole.Length)];
        tuf.Repository.Publish(version: 2);
        Assert.Equal(ReasonCodes.TufLimitExceeded, await tuf.RefusalAsync());
    }

    [Theory]
    [InlineData(64, null)]
    [InlineData(65, ReasonCodes.TufLimitExceeded)]
    public async Task Metadata_has_at_most_64_signatures(int count, string? reason)
    {
        JsonNode timestamp = JsonNode.Parse(tuf.Repository.Files["timestamp.json"])!;
        JsonArray signatures = timestamp["signatures"]!.AsArray();
        for (int number = signatures.Count; number < count; number++)
        {
            signatures.Insert(0, new JsonObject { ["keyid"] = $"nobody {number}", ["sig"] = "" });
        }

        tuf.Repository.Files["timestamp.json"] = Encoding.UTF8.GetBytes(timestamp.ToJsonString());
        await ExpectAsync(reason);
    }

    [Theory]
    [InlineData(256, null)]
    [InlineData(257, ReasonCodes.TufLimitExceeded)]
    public async Task At_most_256_new_roots_are_followed(int count, string? reason)
    {
        for (int number = 0; number < count; number++)
        {
            tuf.Repository.PublishRoot(tuf.Repository.Root.Keys);
        }

        await ExpectAsync(reason);
    }

    [Fact]
    public async Task A_file_that_trickles_is_given_up()
    {
        using TrickleHandler network = new();
        using var client = new TufTrustRootClient(
            new TufTrustRootOptions
            {
                Repository = new Uri("https://tuf.minted.example"),
                InitialRoot = tuf.Repository.InitialRoot,
                Folder = tuf.Folder,
                Timeout = TimeSpan.FromMilliseconds(200),
            },
            tuf.Clock,
            network);
        Assert.Equal(ReasonCodes.TufUnreachable, (await Assert.ThrowsAsync<TrustRootException>(() => client.RefreshAsync())).Refusal.Reason);
    }

    private static byte[] Spaces(int count) => Encoding.UTF8.GetBytes(new string(' ', count));

    private async Task ExpectAsync(string? reason)
    {
        if (reason is null)
        {
            await tuf.RefreshAsync();
        }
        else
        {
            Assert.Equal(reason, await tuf.RefusalAsync());
        }
    }

    /// <summary>Sends its headers at once and its body never.</summary>
    private sealed class TrickleHandler : HttpMessageHandler
    {
        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) =>
            Task.FromResult(new HttpResponseMessage { Content = new StreamContent(new SilentStream()) });
    }

    private sealed class SilentStream : Stream
    {
        public override bool CanRead => true;

        public override bool CanSeek => false;

        public override bool CanWrite => false;

        public override long Length => throw new NotSupportedException();

        public override long Position { get => 0; set => throw new NotSupportedException(); }

        public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            await Task.Delay(Timeout.Infinite, cancellationToken);
            return 0;
        }

        public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

        public override void Flush()
        {
        }
    }
}
