using KubeSec.Findings;
using KubeSec.Manifests;

namespace KubeSec.Rules;

/// <summary>Judges manifests by the rules of the catalogue and the team's own.</summary>
public sealed class ManifestLinter
{
    private readonly LintOptions options;
    private readonly IReadOnlyList<Rule> rules;

    /// <summary>Chooses the rules of the run.</summary>
    /// <param name="options">What the run is asked for.</param>
    /// <exception cref="ArgumentException">The options name a rule or framework that does not exist, or no Kubernetes version.</exception>
    public ManifestLinter(LintOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        this.options = options;
        rules = RuleSelection.Choose(options);
    }

    /// <summary>For tests of the engine: runs these rules and no others.</summary>
    internal ManifestLinter(LintOptions options, IReadOnlyList<Rule> rules)
    {
        this.options = options;
        this.rules = rules;
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
        var context = new RuleContext(options);
        var kept = new List<Resource>();
        foreach (ManifestDocument document in documents)
        {
            cancellationToken.ThrowIfCancellationRequested();
            context.Pass(document.Findings);
            foreach (Resource resource in document.Resources)
            {
                Visit(resource, context);
                if (ResourceIndex.Keeps(resource))
                {
                    kept.Add(resource);
                }
            }
        }

        return Conclude(kept, context);
    }

    private List<Finding> Conclude(List<Resource> resources, RuleContext context)
    {
        var index = new ResourceIndex(resources);
        Ask(index, null, context, static (rule, all, run) => rule.CheckAll(all, run));
        context.Findings.Sort(FindingOrder.Instance);
        return context.Findings;
    }

    private void Visit(Resource resource, RuleContext context)
    {
        if (options.PodTemplatePaths.TryGetValue(resource.Kind, out string? path))
        {
            resource.HoldPodTemplateAt(path);
        }

        Ask(resource, resource, context, static (rule, one, run) => rule.CheckResource(one, run));
        if (resource.Workload is { } workload)
        {
            Ask(workload, resource, context, static (rule, one, run) => rule.CheckWorkload(one, run));
            foreach (Container container in workload.Containers)
            {
                Ask(container, resource, context, static (rule, one, run) => rule.CheckContainer(one, run));
            }
        }
    }

    /// <summary>Asks every rule one question. A rule that throws has judged nothing: it says so, and the others go on.</summary>
    private void Ask<T>(T subject, Resource? resource, RuleContext context, Action<Rule, T, RuleContext> question)
    {
        foreach (Rule rule in rules)
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
