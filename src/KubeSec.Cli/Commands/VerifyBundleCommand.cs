using System.CommandLine;
using KubeSec.Images;
using KubeSec.Signatures;

namespace KubeSec.Cli.Commands;

/// <summary>
/// <c>kubesec verify-bundle</c>: one artifact, one Sigstore bundle. Its arguments are those of the Sigstore client
/// conformance suite (sigstore-conformance, docs/cli_protocol.md), so that the suite can drive it.
/// </summary>
internal static class VerifyBundleCommand
{
    /// <summary>A byte more than a bundle may have.</summary>
    private const int MaxFileSize = (64 * 1024 * 1024) + 1;

    private static readonly Option<FileInfo> Bundle = new("--bundle") { Description = "The bundle.", Required = true };
    private static readonly Option<string?> Identity = new("--certificate-identity") { Description = "The signer's exact identity." };
    private static readonly Option<string?> Issuer = new("--certificate-oidc-issuer") { Description = "Who vouched for the signer, exactly." };
    private static readonly Option<FileInfo?> Key = new("--key") { Description = "The signer's public key (PEM), instead of an identity." };
    private static readonly Option<FileInfo?> Root = new("--trusted-root") { Description = "A trusted_root.json; the public-good instance's is built in." };
    private static readonly Option<FileInfo?> CertificateTimestamp = new("--sct")
    {
        Description = "The certificate's promise to a certificate log, where it came beside the certificate (TLS form or the log's JSON).",
    };

    private static readonly Option<bool> Staging = new("--staging") { Description = "Verify against Sigstore's staging instance; needs --trusted-root.", Hidden = true };
    private static readonly Argument<string> Artifact = new("ARTIFACT") { Description = "The signed file, or its digest as sha256:…" };

    public static Command Create()
    {
        var command = new Command("verify-bundle", "Verify a Sigstore bundle for a file or a digest, offline")
        {
            Bundle, Identity, Issuer, Key, Root, CertificateTimestamp, Staging, Artifact,
        };
        command.SetAction(Run);
        return command;
    }

    private static int Run(ParseResult arguments)
    {
        try
        {
            var result = Verify(arguments);
            if (arguments.GetValue(Root) is null && TrustRoot.PublicGoodAgeWarning(TimeProvider.System) is { } old)
            {
                Console.Error.WriteLine($"kubesec: {old.Message}");
            }

            if (result.Refusal is { } refusal)
            {
                Console.Error.WriteLine($"not verified: {refusal}");
                return 1;
            }

            Console.Out.WriteLine($"verified: signed by {result.Identity?.ToString() ?? result.Key!.ToString()}");
            return 0;
        }
        catch (TrustRootException unusable)
        {
            Console.Error.WriteLine($"trust root not usable: {unusable.Refusal}");
            return 2;
        }
        catch (SignatureKeyException unusable)
        {
            Console.Error.WriteLine($"key not usable: {unusable.Refusal}");
            return 2;
        }
        catch (ArgumentException wrong)
        {
            Console.Error.WriteLine(wrong.Message);
            return 2;
        }
        catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException)
        {
            Console.Error.WriteLine(unreadable.Message);
            return 3;
        }
    }

    private static BundleVerificationResult Verify(ParseResult arguments)
    {
        var signer = ReadSigner(arguments);
        if (arguments.GetValue(Staging) && arguments.GetValue(Root) is null)
        {
            throw new ArgumentException("--staging needs --trusted-root: only the public-good instance's root is built in");
        }

        var root = arguments.GetValue(Root) is { } file ? TrustRoot.FromJson(Read(file)) : TrustRoot.LoadPublicGood();
        // A third of the work is the same for every bundle; it is done while this one is read.
        _ = Task.Run(root.CheckChains);
        ReadOnlyMemory<byte> certificateTimestamp = arguments.GetValue(CertificateTimestamp) is { } sct ? Read(sct) : default;
        return new BundleVerifier(root).Verify(
            Read(arguments.GetValue(Bundle)!), ReadArtifact(arguments.GetValue(Artifact)!), signer, certificateTimestamp);
    }

    /// <summary>Reads a file as far as any of the readers would; what is larger is theirs to refuse.</summary>
    private static byte[] Read(FileInfo file)
    {
        using var stream = file.OpenRead();
        var bytes = new byte[Math.Min(stream.CanSeek && stream.Length > 0 ? stream.Length : MaxFileSize, MaxFileSize)];
        var length = stream.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false);
        return length == bytes.Length ? bytes : bytes[..length];
    }

    private static ExpectedSigner ReadSigner(ParseResult arguments) => (arguments.GetValue(Key), arguments.GetValue(Identity), arguments.GetValue(Issuer)) switch
    {
        ({ } key, null, null) => ExpectedSigner.Key(PublicKey.FromPem(System.Text.Encoding.UTF8.GetString(Read(key)))),
        (null, { Length: > 0 } identity, { Length: > 0 } issuer) => ExpectedSigner.Keyless(issuer, identity),
        _ => throw new ArgumentException("name the signer with --key, or with both --certificate-identity and --certificate-oidc-issuer"),
    };

    /// <summary>The protocol's rule: a digest is what looks like one and is not a file.</summary>
    private static SignedArtifact ReadArtifact(string artifact) =>
        !File.Exists(artifact) && Digest.TryParse(artifact, out var digest, out _)
            ? SignedArtifact.FromDigest(digest)
            : SignedArtifact.FromFile(artifact);
}
