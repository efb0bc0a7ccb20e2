using BenchmarkDotNet.Attributes;
using KubeSec.Core.Tests.Images.Registries;
using KubeSec.Core.Tests.Signatures.Discovery;
using KubeSec.Images;
using KubeSec.Images.Registries;
using KubeSec.Signatures;

namespace KubeSec.Benchmarks;

/// <summary>Images in a loopback registry of this process: one by one, and 200 with three signers each.</summary>
[MemoryDiagnoser]
public class ImageVerificationBenchmark
{
    private const int Images = 200;

    private readonly TestSigner[] signers = [new(), new(), new()];
    private TestRegistry registry = null!;
    private ImageVerifierOptions options = null!;
    private string[] names = null!;

    [GlobalSetup]
    public async Task SetupAsync()
    {
        registry = await TestRegistry.StartAsync();
        names = [.. Enumerable.Range(0, Images).Select(number =>
        {
            OciDescriptor image = registry.PutImage("acme/shop", $"v{number}", $"content {number}");
            foreach (TestSigner signer in signers)
            {
                signer.AttachBundle(registry, "acme/shop", image);
            }

            return $"{registry.Domain}/acme/shop:v{number}";
        })];
        options = new ImageVerifierOptions
        {
            Policies = [new() { Images = [ImageGlob.Parse("**")], Signers = [.. signers.Select(signer => signer.Trusted)], Quorum = SignerQuorum.AllOf }],
            Registries = new() { DockerConfig = "", PlainHttp = [registry.Domain] },
        };
    }

    [GlobalCleanup]
    public async Task CleanupAsync() => await registry.DisposeAsync();

    [Benchmark]
    public async Task<ImageOutcome> One_image_three_signers()
    {
        using ImageVerifier verifier = new(options);
        return (await verifier.VerifyAsync(names[0])).Outcome;
    }

    [Benchmark]
    public async Task<int> Two_hundred_images_three_signers()
    {
        using ImageVerifier verifier = new(options);
        return (await verifier.VerifyAllAsync(names)).Count(verdict => verdict.Outcome == ImageOutcome.Pass);
    }
}
