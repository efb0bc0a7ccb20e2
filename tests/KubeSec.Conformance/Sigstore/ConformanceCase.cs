using KubeSec.Images;
using KubeSec.Signatures;

namespace KubeSec.Conformance.Sigstore;

/// <summary>One directory of the suite, with the client's arguments as sigstore-conformance's test/client.py builds them.</summary>
internal sealed class ConformanceCase(string name)
{
    public const string DefaultIdentity =
        "https://github.com/sigstore-conformance/extremely-dangerous-public-oidc-beacon/.github/workflows/extremely-dangerous-oidc-beacon.yml@refs/heads/main";

    public const string DefaultIssuer = "https://token.actions.githubusercontent.com";

    public static string Suite => Tests.SharedFiles.Require("conformance", "sigstore", "bundle-verify");

    public byte[] Bundle => File.ReadAllBytes(PathOf("bundle.sigstore.json"));

    /// <summary>The case's own root, or none for the one that is built in.</summary>
    public byte[]? OwnRoot => Has("trusted_root.json") ? File.ReadAllBytes(PathOf("trusted_root.json")) : null;

    /// <summary>What the client would answer: a refusal, or null for a verified bundle.</summary>
    public Refusal? Verify(bool byDigest)
    {
        try
        {
            return Verify(Bundle, OwnRoot, byDigest);
        }
        catch (TrustRootException unusable)
        {
            return unusable.Refusal;
        }
        catch (SignatureKeyException unusable)
        {
            return unusable.Refusal;
        }
    }

    public Refusal? Verify(ReadOnlyMemory<byte> bundle, byte[]? ownRoot, bool byDigest)
    {
        TrustRoot root = ownRoot is { } json ? TrustRoot.FromJson(json) : TrustRoot.LoadPublicGood();
        return new BundleVerifier(root).Verify(bundle, Artifact(byDigest), Signer()).Refusal;
    }

    public string ArtifactPath => Has("artifact") ? PathOf("artifact") : Path.Combine(Suite, "a.txt");

    /// <summary>The case's own root as a file, or the public-good instance's.</summary>
    public string RootPath => Has("trusted_root.json")
        ? PathOf("trusted_root.json")
        : Tests.SharedFiles.Require("conformance", "sigstore", "production_trusted_root.json");

    /// <summary>Whether time stamps prove the time, which some clients want to be told.</summary>
    public bool HasTimestamps => System.Text.Encoding.UTF8.GetString(Bundle).Contains("signedTimestamp", StringComparison.Ordinal);

    public SignedArtifact Artifact(bool byDigest) => byDigest
        ? SignedArtifact.FromDigest(Digest.Sha256Of(File.ReadAllBytes(ArtifactPath)))
        : SignedArtifact.FromFile(ArtifactPath);

    public ExpectedSigner Signer() => Has("key.pub")
        ? ExpectedSigner.Key(PublicKey.FromPem(File.ReadAllText(PathOf("key.pub"))))
        : ExpectedSigner.Keyless(
            Has("issuer") ? File.ReadAllText(PathOf("issuer")).Trim() : DefaultIssuer,
            Has("identity") ? File.ReadAllText(PathOf("identity")).Trim() : DefaultIdentity);

    private bool Has(string file) => File.Exists(PathOf(file));

    private string PathOf(string file) => Path.Combine(Suite, name, file);
}
