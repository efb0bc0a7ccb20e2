using KubeSec.Findings;
using KubeSec.Gate.Exceptions;
using KubeSec.Manifests;
using KubeSec.Rules;

namespace KubeSec.Gate;

/// <summary>Reads the manifests once, as a stream, and has the rules judge them on the way.</summary>
internal static class ManifestJudgement
{
    public static void Judge(GateRun run, AnnotationBook annotations, CancellationToken cancellationToken)
    {
        if (Linter(run) is not { } linter)
        {
            return;
        }

        run.Tell("judging manifests");
        ManifestSources sources = ManifestSources.Resolve(run.Options.Paths, run.Options.WorkingDirectory);
        run.Files = sources.Files.Count;
        foreach (string path in sources.WithoutMatch)
        {
            ReportMissing(run, path);
        }

        // What could not be read is told whatever is asked: its images and workloads are unknown.
        run.Findings.AddRange(linter.Lint(Documents(run, sources, annotations), cancellationToken)
            .Where(finding => run.Asks(GateChecks.Manifests) || finding.Rule.Category == RuleCategory.Input || (run.Asks(GateChecks.Images) && finding.Rule.Category == RuleCategory.Image)));
    }

    private static IEnumerable<ManifestDocument> Documents(GateRun run, ManifestSources sources, AnnotationBook annotations)
    {
        foreach (ManifestDocument document in Read(run.Options, sources))
        {
            run.Resources += document.Resources.Count;
            foreach (Resource resource in document.Resources)
            {
                annotations.Add(document.File, resource);
                run.Inventory.Add(resource);
            }

            yield return document;
        }
    }

    private static IEnumerable<ManifestDocument> Read(GateOptions options, ManifestSources sources)
    {
        var reader = new ManifestReader();
        return options.Texts is not { } texts
            ? sources.Read(reader, options.StandardInput)
            : sources.Files.SelectMany(file => texts.TryGetValue(file, out string? text)
                ? reader.Read(file, new StringReader(text))
                : ManifestSources.ReadFile(reader, file, options.WorkingDirectory, options.StandardInput));
    }

    private static ManifestLinter? Linter(GateRun run)
    {
        try
        {
            return new ManifestLinter(new LintOptions
            {
                KubernetesVersion = run.Policy.KubernetesVersion,
                Frameworks = run.Policy.Frameworks,
                Categories = run.Policy.Categories,
                Rules = run.Policy.Rules,
                Images = run.Asks(GateChecks.Images) ? run.Policy.Images : null,
                PodTemplatePaths = run.Policy.PodTemplates,
                OwnRules = run.Policy.OwnRules,
            });
        }
        catch (ArgumentException fault)
        {
            run.Undecide(GateReasonKind.Usage, fault.Message);
            return null;
        }
    }

    private static void ReportMissing(GateRun run, string path)
    {
        bool named = !Directory.Exists(Path.Combine(run.Options.WorkingDirectory, path)) && !path.AsSpan().ContainsAny('*', '?');
        if (named)
        {
            run.Undecide(GateReasonKind.Usage, $"there is no file or folder '{path}'");
        }
        else if (run.Options.FailOnNoManifests)
        {
            run.Undecide(GateReasonKind.Input, $"'{path}' holds no manifest");
        }
        else
        {
            run.Notes.Add($"'{path}' holds no manifest");
        }
    }
}
