using KubeSec.Findings;
using KubeSec.Manifests;

namespace KubeSec.Rules;

/// <summary>Judges manifests by the rules of the catalogue and the team's own.</summary>
public sealed class ManifestLinter
{
    private const int BatchLength = 16;

    // Longer than the path, the message or the edit of nearly every finding.
    private const int LongestShared = 256;

    private readonly LintOptions options;
    private readonly IReadOnlyList<Rule> rules;

    // Rules of the catalogue hold no state and are asked on any thread; what a team's own do is not known.
    private readonly Rule[] catalogue;
    private readonly Rule[] ownRules;

    private readonly TextPool texts = new(LongestShared);

    /// <summary>Chooses the rules of the run.</summary>
    /// <param name="options">What the run is asked for.</param>
    /// <exception cref="ArgumentException">The options name a rule or framework that does not exist, or no Kubernetes version.</exception>
    public ManifestLinter(LintOptions options)
        : this(options, RuleSelection.Choose(options))
    {
    }

    /// <summary>For tests of the engine: runs these rules and no others.</summary>
    internal ManifestLinter(LintOptions options, IReadOnlyList<Rule> rules)
    {
        this.options = options;
        this.rules = rules;
        ownRules = [.. options.OwnRules.Select(own => own.Rule).Intersect(rules)];
        catalogue = [.. rules.Except(ownRules)];
    }

    /// <summary>Asks a few rules of the catalogue by name, whether they are on by default or not.</summary>
    internal static ManifestLinter Of(IEnumerable<string> names, string kubernetesVersion, IReadOnlyDictionary<string, string> podTemplates)
    {
        HashSet<string> wanted = [.. names];
        return new ManifestLinter(
            new LintOptions { KubernetesVersion = kubernetesVersion, PodTemplatePaths = podTemplates },
            [.. RuleCatalogue.All().Where(rule => wanted.Contains(rule.Info.Name))]);
    }

    /// <summary>The rules this run asks.</summary>
    public IReadOnlyList<RuleInfo> Rules => [.. Asked.Where(rule => options.Evidence.Count == 0 || RuleSelection.IsOn(rule, options))];

    /// <summary>Those and the rules that are asked for evidence alone.</summary>
    internal IReadOnlyList<RuleInfo> Asked => [.. rules.Select(rule => rule.Info)];

    /// <summary>Runs every rule over the documents, one pass over each container.</summary>
    /// <param name="documents">The documents, in any order: the answer does not depend on it.</param>
    /// <param name="cancellationToken">Ends the run between two documents.</param>
    /// <returns>What was found, by file and place.</returns>
    public IReadOnlyList<Finding> Lint(IEnumerable<ManifestDocument> documents, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(documents);
        return Lint(documents, out _, cancellationToken);
    }

    /// <summary>The same, with everything that was kept of the documents, for those who ask on.</summary>
    internal IReadOnlyList<Finding> Lint(IEnumerable<ManifestDocument> documents, out ResourceIndex index, CancellationToken cancellationToken)
    {
        var context = new RuleContext(options, texts);
        var kept = new List<Resource>();
        foreach ((ManifestDocument[] batch, RuleContext judged) in InOrder.Map(Batches(documents, cancellationToken), Judge))
        {
            context.Pass(judged.Findings);
            foreach (Resource resource in batch.SelectMany(document => document.Resources))
            {
                Visit(resource, ownRules, context);
                if (ResourceIndex.Keeps(resource))
                {
                    kept.Add(resource);
                }
            }
        }

        index = new ResourceIndex(kept);
        return Conclude(index, context);
    }

    /// <summary>Most documents are too small to be worth a task each.</summary>
    private static IEnumerable<ManifestDocument[]> Batches(IEnumerable<ManifestDocument> documents, CancellationToken cancellationToken)
    {
        foreach (ManifestDocument[] batch in documents.Chunk(BatchLength))
        {
            cancellationToken.ThrowIfCancellationRequested();
            yield return batch;
        }
    }

    private (ManifestDocument[] Documents, RuleContext Judged) Judge(ManifestDocument[] documents)
    {
        var context = new RuleContext(options, texts);
        foreach (ManifestDocument document in documents)
        {
            context.Pass(document.Findings);
            foreach (Resource resource in document.Resources)
            {
                if (options.PodTemplatePaths.TryGetValue(resource.Kind, out string? path))
                {
                    resource.HoldPodTemplateAt(path);
                }

                Visit(resource, catalogue, context);
            }
        }

        return (documents, context);
    }

    private List<Finding> Conclude(ResourceIndex index, RuleContext context)
    {
        Ask(rules, index, null, context, static (rule, all, run) => rule.CheckAll(all, run));
        context.Findings.Sort(FindingOrder.Instance);
        return context.Findings;
    }

    private static void Visit(Resource resource, Rule[] asked, RuleContext context)
    {
        Ask(asked, resource, resource, context, static (rule, one, run) => rule.CheckResource(one, run));
        if (resource.Workload is { } workload)
        {
            Ask(asked, workload, resource, context, static (rule, one, run) => rule.CheckWorkload(one, run));
            foreach (Container container in workload.Containers)
            {
                Ask(asked, container, resource, context, static (rule, one, run) => rule.CheckContainer(one, run));
            }
        }
    }

    /// <summary>Asks every rule one question. A rule that throws has judged nothing: it says so, and the others go on.</summary>
    private static void Ask<T>(IReadOnlyList<Rule> asked, T subject, Resource? resource, RuleContext context, Action<Rule, T, RuleContext> question)
    {
        foreach (Rule rule in asked)
        {
            context.Begin(rule);
            try
            {
                question(rule, subject, context);
            }
            catch (Exception fault) when (fault is not OperationCanceledException)
            {
                context.ReportFailure(rule, resource, fault);
            }
        }
    }
}
