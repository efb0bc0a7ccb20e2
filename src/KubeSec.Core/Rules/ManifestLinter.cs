using KubeSec.Findings;
using KubeSec.Manifests;

namespace KubeSec.Rules;

/// <summary>Judges manifests by the rules of the catalogue.</summary>
/// <param name="options">What the run is asked for.</param>
public sealed class ManifestLinter(LintOptions options)
{
    private readonly IReadOnlyList<Rule> rules = RuleCatalogue.All();

    /// <summary>Runs every rule over the documents, one pass over each container.</summary>
    /// <returns>What was found, by file and place.</returns>
    public IReadOnlyList<Finding> Lint(IEnumerable<ManifestDocument> documents)
    {
        ArgumentNullException.ThrowIfNull(documents);
        var context = new RuleContext(options);
        var resources = new List<Resource>();
        var input = new List<Finding>();
        foreach (ManifestDocument document in documents)
        {
            input.AddRange(document.Findings);
            foreach (Resource resource in document.Resources)
            {
                resources.Add(resource);
                Visit(resource, context);
            }
        }

        var index = new ResourceIndex(resources);
        foreach (Rule rule in rules)
        {
            context.Current = rule;
            rule.CheckAll(index, context);
        }

        return [.. input.Concat(context.Findings)
            .OrderBy(f => f.Span.File, StringComparer.Ordinal).ThenBy(f => f.Span.Line).ThenBy(f => f.Span.Column)
            .ThenBy(f => f.Rule.Code, StringComparer.Ordinal).ThenBy(f => f.Message, StringComparer.Ordinal)];
    }

    private void Visit(Resource resource, RuleContext context)
    {
        foreach (Rule rule in rules)
        {
            context.Current = rule;
            rule.CheckResource(resource, context);
            if (resource.Workload is { } workload)
            {
                rule.CheckWorkload(workload, context);
                foreach (Container container in workload.Containers)
                {
                    rule.CheckContainer(container, context);
                }
            }
        }
    }
}
