using System.Security.Cryptography.X509Certificates;
using KubeSec.Core.Tests.Images.Registries;
using KubeSec.Core.Tests.Signatures.Discovery;
using KubeSec.Images;
using KubeSec.Images.Registries;
using KubeSec.Signatures;
using Microsoft.Extensions.Time.Testing;

namespace KubeSec.Core.Tests.Signatures;

/// <summary>The time that one image may take as a whole: a slow registry costs that and no more, and only its own images.</summary>
public sealed class ImageTimeTests : IAsyncLifetime
{
    private static readonly TimeSpan PerAnswer = TimeSpan.FromSeconds(10);

    private readonly TestSigner signer = new();
    private readonly FakeTimeProvider clock = new(MintedNotary.Now);
    private TestRegistry registry = null!;

    public async Task InitializeAsync()
    {
        registry = await TestRegistry.StartAsync();
        registry.Misbehave = context =>
        {
            // Each answer of one repository comes well within its own limit.
            if (context.Request.Path.Value!.Contains("slow", StringComparison.Ordinal))
            {
                clock.Advance(PerAnswer);
            }

            return Task.FromResult(false);
        };
    }

    public async Task DisposeAsync() => await registry.DisposeAsync();

    [Fact]
    public async Task An_image_that_takes_too_long_is_undecided_and_the_others_are_judged()
    {
        PutSigned("acme/slow");
        PutSigned("acme/shop");
        using ImageVerifier verifier = NewVerifier(TimeSpan.FromSeconds(35));
        IReadOnlyList<ImageVerdict> verdicts = await verifier.VerifyAllAsync([Named("acme/slow"), Named("acme/shop")]);
        Assert.Equal((ImageOutcome.Undecided, ImageReasonCodes.ImageTimedOut), Short(verdicts[0]));
        Assert.Contains("secondsPerImage", verdicts[0].Reason!.Message, StringComparison.Ordinal);
        Assert.Equal(ImageOutcome.Pass, verdicts[1].Outcome);
    }

    [Fact]
    public async Task A_slow_image_passes_where_it_is_given_the_time()
    {
        PutSigned("acme/slow");
        using ImageVerifier verifier = NewVerifier(TimeSpan.FromMinutes(5));
        Assert.Equal(ImageOutcome.Pass, (await verifier.VerifyAsync(Named("acme/slow"))).Outcome);
    }

    [Fact]
    public async Task Nothing_more_is_asked_once_the_time_is_over()
    {
        OciDescriptor image = registry.PutImage("acme/slow", "v1");
        for (int number = 0; number < 60; number++)
        {
            signer.AttachBundle(registry, "acme/slow", image, signer.Bundle(image.Digest, annotation: $"{number}"));
        }

        using ImageVerifier verifier = NewVerifier(TimeSpan.FromMinutes(2));
        Assert.Equal(ImageReasonCodes.ImageTimedOut, (await verifier.VerifyAsync(Named("acme/slow"))).Reason?.Reason);
        Assert.InRange(registry.Requests.Count, 1, 16);
    }

    [Fact]
    public async Task The_platforms_of_an_index_share_its_time()
    {
        OciDescriptor[] platforms = [.. Enumerable.Range(0, 8).Select(number => registry.PutImage("acme/slow", null, $"{number}"))];
        foreach (OciDescriptor signed in platforms.Append(registry.PutManifest("acme/slow", "v1", TestRegistry.Index(platforms))))
        {
            signer.AttachBundle(registry, "acme/slow", signed);
        }

        using ImageVerifier verifier = NewVerifier(TimeSpan.FromMinutes(1), Policy() with { EachPlatform = true });
        ImageVerdict verdict = await verifier.VerifyAsync(Named("acme/slow"));
        Assert.Equal((ImageOutcome.Undecided, ImageReasonCodes.ImageTimedOut), Short(verdict));
        Assert.Equal(8, verdict.Platforms.Count);
    }

    [Fact]
    public async Task A_policy_that_only_warns_tells_of_it_and_closes_nothing()
    {
        PutSigned("acme/slow");
        using ImageVerifier verifier = NewVerifier(TimeSpan.FromSeconds(25), Policy() with { Mode = SignaturePolicyMode.Warn });
        ImageVerdict verdict = await verifier.VerifyAsync(Named("acme/slow"));
        Assert.Equal(ImageOutcome.Pass, verdict.Outcome);
        Assert.Equal(ImageReasonCodes.ImageTimedOut, Assert.Single(verdict.Warnings).Reason);
    }

    [Fact]
    public async Task Revocation_lists_are_waited_for_no_longer_than_the_image_may_take()
    {
        MintedNotary notary = new();
        notary.Leaf = notary.NewLeaf(request => request.CertificateExtensions.Add(
            CertificateRevocationListBuilder.BuildCrlDistributionPointExtension([$"http://{registry.Domain}/slow/list.crl"])));
        notary.Chain = [notary.Leaf, notary.Intermediate, notary.Root];
        notary.Attach(registry, "acme/shop", registry.PutImage("acme/shop", "v1"));
        NotationSigner trusted = notary.Trusted with { Revocation = new NotationRevocation { AskOnline = true } };
        using ImageVerifier verifier = NewVerifier(TimeSpan.FromSeconds(5), Policy() with { Signers = [trusted] });
        Assert.Equal((ImageOutcome.Undecided, ImageReasonCodes.ImageTimedOut), Short(await verifier.VerifyAsync(Named("acme/shop"))));
    }

    [Fact]
    public async Task Whoever_stops_the_judgement_is_told_that_it_stopped()
    {
        PutSigned("acme/slow");
        using CancellationTokenSource stop = new();
        registry.Misbehave = _ =>
        {
            stop.Cancel();
            return Task.FromResult(false);
        };
        using ImageVerifier verifier = NewVerifier(TimeSpan.FromMinutes(2));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => verifier.VerifyAsync(Named("acme/slow"), stop.Token));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    public void No_time_at_all_is_refused_before_anything_is_asked(int seconds) =>
        Assert.Throws<ArgumentException>(() => NewVerifier(TimeSpan.FromSeconds(seconds)));

    private static (ImageOutcome Outcome, string? Reason) Short(ImageVerdict verdict) => (verdict.Outcome, verdict.Reason?.Reason);

    private void PutSigned(string path) => signer.AttachBundle(registry, path, registry.PutImage(path, "v1"));

    private string Named(string path) => $"{registry.Domain}/{path}:v1";

    private SignaturePolicy Policy() => new() { Images = [ImageGlob.Parse("**")], Signers = [signer.Trusted] };

    private ImageVerifier NewVerifier(TimeSpan perImage, SignaturePolicy? policy = null) => new(
        new ImageVerifierOptions
        {
            Policies = [policy ?? Policy()],
            Registries = new() { DockerConfig = "", Retries = 0, PlainHttp = [registry.Domain], TimePerImage = perImage },
            MaxParallelImages = 1,
        },
        clock);
}
