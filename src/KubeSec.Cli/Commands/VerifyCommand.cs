using System.CommandLine;
using KubeSec.Findings;
using KubeSec.Gate;
using KubeSec.Images;
using KubeSec.Reports;
using KubeSec.Signatures;

namespace KubeSec.Cli.Commands;

/// <summary><c>kubesec verify</c>: who vouches for images, by the policy file or by a signer named on the command line.</summary>
internal static class VerifyCommand
{
    private static readonly Argument<string[]> Images = new("IMAGE") { Description = "Image references; docker-daemon:NAME for an image in the Docker engine", Arity = ArgumentArity.ZeroOrMore };
    private static readonly Option<string[]> Manifests = new("--manifests") { Description = "Judge the images that these files, folders or globs name", HelpName = "PATH", AllowMultipleArgumentsPerToken = true };
    private static readonly Option<string?> Layout = new("--layout") { Description = "The one image is in this OCI image layout on disk", HelpName = "DIR" };
    private static readonly Option<string?> Policy = new("--policy") { Description = "Policy file [default: kubesec.yaml where there is one]", HelpName = "FILE" };
    private static readonly Option<string?> Key = new("--key") { Description = "The signer's public key (PEM), instead of a policy", HelpName = "FILE" };
    private static readonly Option<string?> Identity = new("--certificate-identity") { Description = "The signer's exact identity, instead of a policy" };
    private static readonly Option<string?> Issuer = new("--certificate-oidc-issuer") { Description = "Who vouches for that identity, exactly" };
    private static readonly Option<string[]> Presets = new("--preset") { Description = "Hold images to this publisher's preset, instead of a policy", HelpName = "NAME" };
    private static readonly Option<bool> Explain = new("--explain") { Description = "Tell what a preset, or the policy about an image, demands, and verify nothing" };
    private static readonly Option<FileInfo?> TrustedRoot = new("--trusted-root") { Description = "A trusted_root.json; Sigstore's public-good root is built in", HelpName = "FILE" };
    private static readonly Option<bool> Unlogged = new("--accept-unlogged-unsafe") { Description = "Accept a key's signature that no transparency log holds" };
    private static readonly Option<bool> Platforms = new("--each-platform") { Description = "Each platform of an index must be signed too" };
    private static readonly Option<bool> Offline = new("--offline") { Description = "Open no socket" };
    private static readonly Option<string> Format = new("--format") { Description = "console, json or sarif", DefaultValueFactory = _ => "console", HelpName = "FORMAT" };

    public static Command Create()
    {
        Format.TakeOneOf("format", ["console", "json", "sarif"]);
        var command = new Command("verify", "Find out who vouches for images, and whether that satisfies the policy")
        {
            Images, Manifests, Layout, Policy, Key, Identity, Issuer, Presets, TrustedRoot, Unlogged, Platforms, Offline, Format, Explain,
        };
        command.SetAction(RunAsync);
        return command;
    }

    private static async Task<int> RunAsync(ParseResult arguments, CancellationToken cancellationToken)
    {
        string[] images = arguments.GetValue(Images) ?? [];
        string[] manifests = arguments.GetValue(Manifests) ?? [];
        if (arguments.GetValue(Explain))
        {
            return ExplainPolicies(arguments, images, manifests);
        }

        if ((images.Length == 0) == (manifests.Length == 0))
        {
            return Refuse("name images, or manifests with --manifests");
        }

        if (arguments.GetValue(Layout) is not null && images.Length != 1)
        {
            return Refuse("--layout takes one image: the name, with tag or digest, by which policies know what the folder holds");
        }

        if (manifests.Length > 0)
        {
            return await JudgeManifestsAsync(arguments, manifests, cancellationToken);
        }

        try
        {
            using var verifier = new ImageVerifier(ReadOptions(arguments, ReadPolicy(arguments.GetValue(Policy))));
            IReadOnlyList<ImageVerdict> verdicts = arguments.GetValue(Layout) is { } folder
                ? [await verifier.VerifyLayoutAsync(folder, ImageReference.Parse(images[0]), cancellationToken)]
                : await verifier.VerifyAllAsync(images, cancellationToken);
            Write(arguments.GetValue(Format)!, verdicts);
            return ExitCodeOf(verdicts);
        }
        catch (Exception wrong) when (IsUsage(wrong))
        {
            return Refuse(wrong.Message);
        }
    }

    private static int ExplainPolicies(ParseResult arguments, string[] images, string[] manifests)
    {
        if (manifests.Length > 0)
        {
            return Refuse("--explain takes the names of presets and images");
        }

        try
        {
            IReadOnlyList<SignaturePolicy> policies = Policies(arguments, ReadPolicy(arguments.GetValue(Policy)));
            Terminal.Write(string.Concat(VerifyExplanation.Lines(images, policies).Select(line => line + "\n")));
            return ExitCode.Pass;
        }
        catch (Exception wrong) when (IsUsage(wrong))
        {
            return Refuse(wrong.Message);
        }
    }

    private static async Task<int> JudgeManifestsAsync(ParseResult arguments, string[] manifests, CancellationToken cancellationToken)
    {
        var gate = new GateOptions
        {
            Paths = manifests,
            PolicyFile = arguments.GetValue(Policy),
            Checks = GateChecks.Signatures,
            Offline = arguments.GetValue(Offline),
        };
        try
        {
            gate = gate with { Policy = OverriddenPolicy(arguments) };
        }
        catch (Exception wrong) when (IsUsage(wrong))
        {
            return Refuse(wrong.Message);
        }

        IReadOnlyList<ReportTarget> reports = ReportTarget.Read([arguments.GetValue(Format)!], [], out _);
        return await Judgement.RunAsync(new JudgementRequest(gate, reports, ReportDetail.Normal), cancellationToken);
    }

    /// <summary>The policy file with what the command line says of signers; null where it says nothing, and the gate reads the file itself.</summary>
    private static GatePolicy? OverriddenPolicy(ParseResult arguments)
    {
        bool said = new Option[] { Key, Identity, Issuer, Presets, TrustedRoot, Unlogged, Platforms }.Any(option => arguments.GetResult(option) is { Implicit: false });
        if (!said)
        {
            return null;
        }

        GatePolicy policy = ReadPolicy(arguments.GetValue(Policy));
        ImageVerifierOptions options = ReadOptions(arguments, policy);
        return policy with { Signatures = [.. options.Policies.Select(entry => entry with { TrustRoot = entry.TrustRoot ?? options.TrustRoot })] };
    }

    private static bool IsUsage(Exception fault) =>
        fault is ArgumentException or FormatException or SignatureKeyException or TrustRootException or IOException or UnauthorizedAccessException;

    private static ImageVerifierOptions ReadOptions(ParseResult arguments, GatePolicy policy)
    {
        IReadOnlyList<SignaturePolicy> policies = Policies(arguments, policy);
        return new ImageVerifierOptions
        {
            Policies = arguments.GetValue(Platforms) ? [.. policies.Select(entry => entry with { EachPlatform = true })] : policies,
            Registries = policy.Registries with { Offline = arguments.GetValue(Offline) || policy.Registries.Offline },
            TrustRoot = arguments.GetValue(TrustedRoot) is { } file ? TrustRoot.FromJson(File.ReadAllBytes(file.FullName)) : null,
        };
    }

    /// <summary>What the command line says of signers goes before the policy file.</summary>
    private static IReadOnlyList<SignaturePolicy> Policies(ParseResult arguments, GatePolicy policy)
    {
        if (arguments.GetValue(Unlogged) && arguments.GetValue(Key) is null)
        {
            throw new ArgumentException("--accept-unlogged-unsafe belongs to --key; a policy says it for its signer");
        }

        SignaturePolicy[] presets = [.. (arguments.GetValue(Presets) ?? []).Select(FindPreset)];
        return (ReadSigner(arguments), presets) switch
        {
            (null, []) => policy.Signatures,
            (null, _) => presets,
            ({ } signer, []) => [new SignaturePolicy { Images = [ImageGlob.Parse("**")], Signers = [signer] }],
            _ => throw new ArgumentException("name a signer or a preset, never both: a preset says itself who must have signed"),
        };
    }

    private static SignaturePolicy FindPreset(string name) => (PublisherPresets.Find(name)
        ?? throw new ArgumentException($"there is no preset '{name}'; there are {string.Join(", ", PublisherPresets.All.Select(preset => preset.Name))}")).ToPolicy();

    private static GatePolicy ReadPolicy(string? file)
    {
        if (file is null && !File.Exists(PolicyFile.DefaultName))
        {
            return new GatePolicy();
        }

        PolicyReading reading = PolicyFile.Read(file ?? PolicyFile.DefaultName);
        return reading.Policy ?? throw new FormatException(string.Join("; ", reading.Problems.Select(problem => $"{problem.Span}: {problem.Message}")));
    }

    private static SignerPolicy? ReadSigner(ParseResult arguments) => (arguments.GetValue(Key), arguments.GetValue(Identity), arguments.GetValue(Issuer)) switch
    {
        (null, null, null) => null,
        ({ } key, null, null) => new TrustedKey { Key = PublicKey.FromPem(File.ReadAllText(key)), AcceptUnloggedUnsafe = arguments.GetValue(Unlogged) },
        (null, { Length: > 0 } identity, { Length: > 0 } issuer) => new TrustedIdentity { Subject = TextMatch.Exact(identity), Issuer = TextMatch.Exact(issuer) },
        _ => throw new ArgumentException("name the signer with --key, or with both --certificate-identity and --certificate-oidc-issuer, never by both"),
    };

    private static void Write(string format, IReadOnlyList<ImageVerdict> verdicts)
    {
        switch (format)
        {
            case "json":
                using (Stream output = Console.OpenStandardOutput())
                {
                    ImageVerdictWriter.WriteJson(output, verdicts);
                    output.WriteByte((byte)'\n');
                }

                break;
            case "sarif":
                using (TextWriter output = Terminal.OpenOutput())
                {
                    ReportWriter.Write(ReportFormat.Sarif, SignatureFindings.Conclude(verdicts, TimeProvider.System.GetUtcNow()), output);
                }

                break;
            default:
                Terminal.Write(string.Concat(verdicts.SelectMany(verdict => Lines(verdict, "")).Select(line => PlainText.OneLine(line) + "\n")));
                break;
        }
    }

    private static IEnumerable<string> Lines(ImageVerdict verdict, string indent)
    {
        yield return $"{indent}{verdict.Outcome.ToString().ToLowerInvariant()}  {verdict.Platform ?? verdict.Image}{(verdict.Digest is null ? "" : $"  {verdict.Digest}")}";
        if (verdict.Reason is { } reason)
        {
            yield return $"{indent}  {reason}";
        }

        foreach (SignatureTrace signature in verdict.Policies.SelectMany(policy => policy.Signatures))
        {
            yield return signature.Refusal is { } refusal
                ? $"{indent}  refused   {signature.Place}: {refusal}"
                : $"{indent}  verified  {signature.Place}: {string.Join(", ", signature.Signers)}";
        }

        foreach (UnsignedStatement statement in verdict.Unsigned)
        {
            yield return $"{indent}  unsigned  {statement.PredicateType}{(statement.Builder is null ? "" : $" by {statement.Builder}")}: whoever can push the image can write it";
        }

        foreach (Refusal warning in verdict.Warnings)
        {
            yield return $"{indent}  warning   {warning}";
        }

        foreach (string line in verdict.Platforms.SelectMany(platform => Lines(platform, indent + "  ")))
        {
            yield return line;
        }
    }

    private static int ExitCodeOf(IReadOnlyList<ImageVerdict> verdicts) => verdicts.Max(verdict => verdict.Outcome) switch
    {
        ImageOutcome.Pass => ExitCode.Pass,
        ImageOutcome.Fail => ExitCode.Failed,
        _ => ExitCode.Undecided,
    };

    private static int Refuse(string message)
    {
        Console.Error.WriteLine($"kubesec: {message}");
        return ExitCode.Usage;
    }
}
