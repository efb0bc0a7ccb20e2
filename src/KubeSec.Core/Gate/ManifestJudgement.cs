using KubeSec.Findings;
using KubeSec.Gate.Exceptions;
using KubeSec.Gate.Lessons;
using KubeSec.Manifests;
using KubeSec.Network;
using KubeSec.Rules;

namespace KubeSec.Gate;

/// <summary>Reads the manifests once, as a stream, and has the rules judge them on the way.</summary>
internal static class ManifestJudgement
{
    /// <summary>Judges the files that the options name.</summary>
    public static void Judge(GateRun run, AnnotationBook annotations, CommentBook comments, CancellationToken cancellationToken)
    {
        run.Tell("judging manifests");
        ManifestSources sources = ManifestSources.Resolve(run.Options.Paths, run.Options.WorkingDirectory);
        run.Files = sources.Files.Count + run.Options.Texts.Count;
        foreach (string path in sources.WithoutMatch)
        {
            ReportMissing(run, path);
        }

        var reader = new ManifestReader();
        IEnumerable<ManifestDocument> texts = run.Options.Texts.SelectMany(text => reader.Read(text.Name, new StringReader(text.Text)));
        Judge(run, sources.Read(reader, run.Options.StandardInput).Concat(texts), annotations, comments, cancellationToken);
    }

    /// <summary>Judges documents that have been read already.</summary>
    public static void Judge(GateRun run, IEnumerable<ManifestDocument> documents, AnnotationBook annotations, CommentBook comments, CancellationToken cancellationToken)
    {
        if (Linter(run) is { } linter)
        {
            run.Rules = linter.Rules;
            IReadOnlyList<Finding> found = linter.Lint(Noted(run, documents, annotations, comments), out ResourceIndex index, cancellationToken);
            NetworkOptions network = run.Policy.Network;
            run.NetworkPicture = new Lazy<string?>(() => index.NetworkUnder(network).Picture());
            HashSet<string> reported = [.. linter.Rules.Select(rule => rule.Code)];
            HashSet<string> evidence = [.. linter.Asked.Select(rule => rule.Code).Where(code => !reported.Contains(code))];
            run.Controls = new ControlEvidence(linter.Asked, found, run.Kinds);
            run.Findings.AddRange(found.Where(finding => Belongs(run, finding) && !evidence.Contains(finding.Rule.Code)));
        }
    }

    /// <summary>What could not be read is told whatever is asked: its images and workloads are unknown.</summary>
    private static bool Belongs(GateRun run, Finding finding) => finding.Rule.Category switch
    {
        RuleCategory.Input => true,
        RuleCategory.Network => run.Asks(GateChecks.Manifests) || run.Asks(GateChecks.Network),
        RuleCategory.Image => run.Asks(GateChecks.Manifests) || run.Asks(GateChecks.Images),
        _ => run.Asks(GateChecks.Manifests),
    };

    /// <summary>Takes what the gate needs from each document as it passes; no tree is kept.</summary>
    private static IEnumerable<ManifestDocument> Noted(GateRun run, IEnumerable<ManifestDocument> documents, AnnotationBook annotations, CommentBook comments)
    {
        foreach (ManifestDocument document in documents)
        {
            run.Resources += document.Resources.Count;
            comments.Add(document);
            foreach (Resource resource in document.Resources)
            {
                annotations.Add(document.File, resource);
                run.Inventory.Add(resource);
                run.ImageUses.AddRange(ImageVolumes(resource));
                run.Kinds.Add(resource.Workload is null ? resource.Kind : FrameworkReport.AnyPodMaker);
            }

            yield return document;
        }
    }

    /// <summary>The kubelet pulls an image volume as it pulls a container's image (KEP-4639), and so it is verified alike.</summary>
    private static IEnumerable<ImageUse> ImageVolumes(Resource resource) =>
        from volume in resource.Workload?.Volumes ?? []
        let reference = volume["image"]["reference"]
        where reference.Exists
        select new ImageUse(reference.Text ?? "", reference.Span) { Resource = resource.Identity, Path = reference.Path };

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
                Network = run.Policy.Network,
                NetworkAssertions = run.Asks(GateChecks.Network) ? run.Policy.NetworkAssertions : [],
                PodTemplatePaths = run.Policy.PodTemplates,
                OwnRules = run.Policy.OwnRules,
                Evidence = run.Asks(GateChecks.Feedback) ? ControlEvidence.Rules : new HashSet<string>(),
            });
        }
        catch (ArgumentException fault)
        {
            // The framework adds which parameter of ours it was, which tells nobody anything.
            run.Undecide(GateReasonKind.Usage, PlainText.WithoutParameter(fault));
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
