using KubeSec.Findings;
using KubeSec.Manifests;

namespace KubeSec.Rules;

/// <summary>What a rule may know of the run, and where it reports to.</summary>
internal sealed class RuleContext
{
    private readonly List<Finding> findings = [];

    public RuleContext(LintOptions options) => Options = options;

    /// <summary>What the run was asked for.</summary>
    public LintOptions Options { get; }

    /// <summary>What has been reported so far.</summary>
    public IReadOnlyList<Finding> Findings => findings;

    /// <summary>The rule whose turn it is; set by the engine.</summary>
    internal Rule? Current { get; set; }

    /// <summary>Reports a field of a container.</summary>
    public void Report(Container container, Field at, string message, Severity? severity = null, Fix? fix = null) =>
        Add(container.Workload.Resource, container, at, message, severity, fix);

    /// <summary>Reports a field of a resource.</summary>
    public void Report(Resource resource, Field at, string message, Severity? severity = null, Fix? fix = null) =>
        Add(resource, null, at, message, severity, fix);

    private void Add(Resource resource, Container? container, Field at, string message, Severity? severity, Fix? fix)
    {
        RuleInfo rule = Current!.Info;
        findings.Add(new Finding
        {
            Rule = rule,
            Severity = severity ?? rule.Severity,
            Message = message,
            Span = at.Span,
            Path = at.Path,
            Resource = resource.Identity,
            Container = container?.Name,
            Image = container?.Image.Text,
            Fix = fix,
        });
    }
}
