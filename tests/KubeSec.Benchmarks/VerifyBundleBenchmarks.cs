using BenchmarkDotNet.Attributes;
using KubeSec.Signatures;

namespace KubeSec.Benchmarks;

/// <summary>
/// One bundle parsed and verified in a warm process, every check made; the trust root is parsed once, as a caller would.
/// Bar: 1.5 ms median (sigstore-go 1.3 takes 1.72 ms, and 2.7 ms with Rekor v2 and a time stamp).
/// </summary>
[MemoryDiagnoser]
public class VerifyBundleBenchmarks
{
    private const string Identity =
        "https://github.com/sigstore-conformance/extremely-dangerous-public-oidc-beacon/.github/workflows/extremely-dangerous-oidc-beacon.yml@refs/heads/main";

    private readonly ExpectedSigner _signer = ExpectedSigner.Keyless("https://token.actions.githubusercontent.com", Identity);
    private BundleVerifier _publicGood = null!;
    private BundleVerifier _staging = null!;
    private byte[] _artifact = null!;
    private byte[] _version1 = null!;
    private byte[] _version2 = null!;

    [GlobalSetup]
    public void Setup()
    {
        string suite = Path.Combine(SharedFolder(), "conformance", "sigstore", "bundle-verify");
        _artifact = File.ReadAllBytes(Path.Combine(suite, "a.txt"));
        _version1 = File.ReadAllBytes(Path.Combine(suite, "happy-path-v0.3", "bundle.sigstore.json"));
        _version2 = File.ReadAllBytes(Path.Combine(suite, "rekor2-happy-path", "bundle.sigstore.json"));
        _publicGood = new BundleVerifier(TrustRoot.LoadPublicGood());
        _staging = new BundleVerifier(TrustRoot.FromJson(File.ReadAllBytes(Path.Combine(suite, "rekor2-happy-path", "trusted_root.json"))));
    }

    [Benchmark(Description = "Rekor v1: promise, proof, checkpoint")]
    public bool RekorVersion1() => Verified(_publicGood.Verify(_version1, SignedArtifact.FromContent(_artifact), _signer));

    [Benchmark(Description = "Rekor v2: proof, checkpoint, time stamp")]
    public bool RekorVersion2() => Verified(_staging.Verify(_version2, SignedArtifact.FromContent(_artifact), _signer));

    [Benchmark(Description = "Public-good trust root parsed")]
    public TrustRoot ParseRoot() => TrustRoot.LoadPublicGood();

    private static bool Verified(BundleVerificationResult result) =>
        result.IsVerified ? true : throw new InvalidOperationException(result.Refusal!.ToString());

    /// <summary>The conformance data beside the repository; benchmarks run where it stands.</summary>
    private static string SharedFolder()
    {
        for (DirectoryInfo? folder = new(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "KubeSec.sln")))
            {
                return Path.Combine(folder.Parent!.FullName, "shared");
            }
        }

        throw new DirectoryNotFoundException("run the benchmarks from a clone that has 'shared' beside it");
    }
}
