using KubeSec.Findings;
using KubeSec.Images;
using KubeSec.Images.Dockerfiles;
using KubeSec.Images.Engine;
using KubeSec.Rules.Catalogue.Images;

namespace KubeSec.Gate;

/// <summary>
/// Holds images that no manifest names against the registry policy – what Dockerfiles build on, what somebody names, what an
/// engine holds, what the build has made – and notes them for whoever verifies signatures.
/// </summary>
internal static class ImageJudgement
{
    /// <summary>A Dockerfile is written by hand; one larger than this is none.</summary>
    private const int MaxDockerfileLength = 1024 * 1024;

    private static RuleInfo Rule { get; } = new ImageRegistryNotAllowed().Info;

    public static async Task JudgeAsync(GateRun run, CancellationToken cancellationToken)
    {
        if (!run.Asks(GateChecks.Images) && !run.Asks(GateChecks.Signatures))
        {
            return;
        }

        foreach (NamedImage image in run.Options.Images)
        {
            JudgeNamed(run, image);
        }

        foreach (string file in run.Options.Dockerfiles.Order(StringComparer.Ordinal))
        {
            await JudgeDockerfileAsync(run, file, cancellationToken);
        }

        if (!run.Asks(GateChecks.Images))
        {
            return;
        }

        BuiltImageJudgement.Judge(run);
        if (run.Options.EngineImages.Count > 0)
        {
            await JudgeEngineAsync(run, cancellationToken);
        }
    }

    /// <summary>Holds an image against the registry policy.</summary>
    public static void Check(GateRun run, ImageUse use, ImageReference reference)
    {
        if (run.Asks(GateChecks.Images))
        {
            run.Findings.AddRange((run.Policy.Images?.Check(reference) ?? []).Select(violation => use.Found(Rule, violation.Message)));
        }
    }

    private static void JudgeNamed(GateRun run, NamedImage image)
    {
        if (!ImageReference.TryParse(image.Reference, out ImageReference? reference, out string? error))
        {
            run.Undecide(GateReasonKind.Usage, $"'{image.Reference}' is no image: {error}");
            return;
        }

        ImageUse use = new(image.Reference, image.Place);
        run.ImageUses.Add(use);
        Check(run, use, reference);
    }

    private static async Task JudgeDockerfileAsync(GateRun run, string file, CancellationToken cancellationToken)
    {
        string text;
        try
        {
            string path = Path.Combine(run.Options.WorkingDirectory, file);
            if (new FileInfo(path).Length > MaxDockerfileLength)
            {
                run.Undecide(GateReasonKind.Input, $"{file}: the Dockerfile is larger than 1 MiB");
                return;
            }

            text = await File.ReadAllTextAsync(path, cancellationToken);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            run.Undecide(GateReasonKind.Usage, $"{file}: the Dockerfile cannot be read: {fault.Message}");
            return;
        }

        DockerfileContent content = DockerfileReader.Read(text, file.Replace('\\', '/'));
        foreach (DockerfileError error in content.Errors)
        {
            run.Undecide(GateReasonKind.Input, $"{error.Span}: {error.Message}");
        }

        foreach (DockerfileImage image in content.Images)
        {
            if (image.Reference is { } reference)
            {
                run.ImageUses.Add(new ImageUse(reference.Familiar, image.Span));
                Check(run, new ImageUse(image.Written, image.Span), reference);
            }
            else if (run.Policy.Images is not null || run.Policy.Signatures.Count > 0)
            {
                // Where nothing is demanded of base images, one that only the build knows breaks nothing.
                run.Undecide(GateReasonKind.Input, $"{image.Span}: {image.Problem}");
            }
        }
    }

    private static async Task JudgeEngineAsync(GateRun run, CancellationToken cancellationToken)
    {
        if (run.Options.Offline || run.Policy.Registries.Offline)
        {
            run.Undecide(GateReasonKind.Unreachable, "the Docker engine is not asked: no socket is to be opened");
            return;
        }

        using var engine = new DockerEngine();
        foreach (string name in run.Options.EngineImages.Order(StringComparer.Ordinal))
        {
            Lookup<EngineImage> lookup = await engine.InspectAsync(name, cancellationToken);
            if (!lookup.Found)
            {
                run.Undecide(lookup.Failure.IsAbsence ? GateReasonKind.Usage : GateReasonKind.Unreachable, lookup.Failure.Message);
                continue;
            }

            IReadOnlyList<ImageReference> names = lookup.Value.RegistryDigests.Count > 0 ? lookup.Value.RegistryDigests : lookup.Value.Tags;
            if (names.Count == 0)
            {
                run.Undecide(GateReasonKind.Input, $"image '{name}' of the Docker engine has no name in any registry");
            }

            foreach (ImageReference reference in names)
            {
                Check(run, new ImageUse(reference.ToString(), SourceSpan.StartOf("docker-engine")), reference);
            }
        }
    }
}
