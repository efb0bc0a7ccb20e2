using KubeSec.Findings;
using KubeSec.Manifests;
using KubeSec.Manifests.Edits;

namespace KubeSec.Rules;

/// <summary>What a rule may know of the run, and where it reports to.</summary>
internal sealed class RuleContext
{
    private readonly TextPool texts;
    private Rule? current;

    /// <param name="options">What the run was asked for.</param>
    /// <param name="texts">Shared by the whole run: thousands of workloads are found at fault in the same words at the same path.</param>
    public RuleContext(LintOptions options, TextPool texts)
    {
        this.texts = texts;
        Options = options;
        Minor = options.Minor ?? int.MaxValue;
        JudgesByPodSecurityStandards = options.Frameworks.Any(f => f is Frameworks.PssBaseline or Frameworks.PssRestricted);
    }

    /// <summary>What the run was asked for.</summary>
    public LintOptions Options { get; }

    /// <summary>The Kubernetes minor the manifests are meant for: 35 for 1.35.</summary>
    public int Minor { get; }

    /// <summary>
    /// Whether the run asks what Pod Security Admission would say. Then its letter counts; otherwise a rule
    /// also accepts other settings that reach the same end.
    /// </summary>
    public bool JudgesByPodSecurityStandards { get; }

    /// <summary>What has been reported so far.</summary>
    public List<Finding> Findings { get; } = [];

    /// <summary>
    /// Whether settings that only Linux has are asked of this pod. Pod Security Admission asks none of them of a
    /// pod that states os.name windows, since 1.25 (KEP-2802).
    /// </summary>
    public bool AsksLinuxSettings(Workload workload) => !workload.IsWindows || Minor < 25;

    /// <summary>Reports a field of a container.</summary>
    public void Report(Container container, Field at, string message, Severity? severity = null, Fix? fix = null) =>
        Add(container.Workload.Resource, container, at, message, severity, fix);

    /// <summary>Reports a field of a workload's pod.</summary>
    public void Report(Workload workload, Field at, string message, Severity? severity = null, Fix? fix = null) =>
        Add(workload.Resource, null, at, message, severity, fix);

    /// <summary>Reports a field of a resource.</summary>
    public void Report(Resource resource, Field at, string message, Severity? severity = null, Fix? fix = null, SharedCause? cause = null) =>
        Add(resource, null, at, message, severity, fix, cause);

    /// <summary>Reports a place that is in no manifest, such as a line of the policy file.</summary>
    public void Report(SourceSpan at, string message) => Findings.Add(new Finding
    {
        Rule = current!.Info,
        Severity = RuleSelection.SettingOf(current.Info, Options)?.Severity ?? current.Info.Severity,
        Message = message,
        Span = at,
    });

    /// <summary>Hands on what a room below has found under the rule whose turn it is.</summary>
    public void HandOn(Finding finding) =>
        Findings.Add(finding with { Severity = RuleSelection.SettingOf(current!.Info, Options)?.Severity ?? finding.Severity });

    /// <summary>The rule whose turn it is; set by the engine.</summary>
    internal void Begin(Rule rule) => current = rule;

    /// <summary>Hands on what the reader of the manifests found.</summary>
    internal void Pass(IEnumerable<Finding> findings) => Findings.AddRange(findings);

    /// <summary>Reports that a rule broke off with a fault.</summary>
    internal void ReportFailure(Rule rule, Resource? resource, Exception fault) => Findings.Add(new Finding
    {
        Rule = RuleFailed.Info,
        Severity = RuleFailed.Info.Severity,
        Message = $"rule '{rule.Info.Name}' failed on {resource?.ToString() ?? "the manifests as a whole"}: {fault.GetType().Name}: {fault.Message}",
        Span = resource?.Root.KeySpan ?? SourceSpan.StartOf("-"),
        Resource = resource?.Identity,
    });

    private void Add(Resource resource, Container? container, Field at, string message, Severity? severity, Fix? fix, SharedCause? cause = null)
    {
        RuleInfo rule = current!.Info;
        Findings.Add(new Finding
        {
            Rule = rule,
            Severity = RuleSelection.SettingOf(rule, Options)?.Severity ?? severity ?? rule.Severity,
            Message = texts.Of(message),
            Span = at.Span,
            Path = texts.Of(at.Path),
            Resource = resource.Identity,
            Container = container?.Name,
            Image = container?.Image.Text,
            Fix = resource.IsRendered || (fix ?? FixOf(rule, at)) is not { } mending ? null : InSharedWords(mending),
            Cause = cause,
        });
    }

    private Fix InSharedWords(Fix fix) => new(
        texts.Of(fix.Description), fix.MayBreak, [.. fix.Edits.Select(edit => new TextEdit(edit.Span, texts.Of(edit.NewText)))]);

    /// <summary>The rule's own recipe, where the text at fault can take it. A list in brackets is added to the one that stands there.</summary>
    private static Fix? FixOf(RuleInfo rule, Field at) => rule.Sets switch
    {
        null => null,
        { Value: null } => new FieldEdits().Remove(at).Fix($"Remove {at.Path}", rule.Sets.MayBreak),
        { Value: ['[', .. var item, ']'] } when at.Node is SequenceNode =>
            new FieldEdits().Append(at, item).Fix($"Add {item} to {at.Path}", rule.Sets.MayBreak),
        { Value: { } value } => new FieldEdits().Set(at, value).Fix($"Set {at.Path} to {value}", rule.Sets.MayBreak),
    };
}
