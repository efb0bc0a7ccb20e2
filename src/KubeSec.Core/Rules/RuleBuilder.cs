using KubeSec.Findings;
using KubeSec.Manifests;

namespace KubeSec.Rules;

/// <summary>Makes a rule of the team's own, from a Cake script or a library.</summary>
/// <example>
/// <code>
/// OwnRule rule = new RuleBuilder("ACME001", "team-label-missing")
///     .Titled("Workload without a team label")
///     .OfSeverity(Severity.Medium)
///     .Because("Nobody is called when it breaks.")
///     .MendedBy("Add metadata.labels.team.")
///     .ForResources((resource, report) =>
///     {
///         if (!resource.Labels["team"].Exists)
///         {
///             report(resource.Labels["team"], $"{resource} has no label team");
///         }
///     })
///     .Build();
/// </code>
/// </example>
public sealed class RuleBuilder
{
    private readonly string code;
    private readonly string name;
    private string title;
    private string why = "";
    private string remedy = "";
    private Severity severity = Severity.Medium;
    private IReadOnlyList<FrameworkReference> frameworks = [];
    private Action<Resource, Action<Field, string>>? forResources;
    private Action<Workload, Action<Field, string>>? forWorkloads;
    private Action<Container, Action<Field, string>>? forContainers;

    /// <summary>Names the rule.</summary>
    /// <param name="code">Stable code; <c>KS</c> and digits are kept for the catalogue.</param>
    /// <param name="name">Stable kebab-case name of the flagged pattern.</param>
    /// <exception cref="ArgumentException">One is empty, or the code is one of the catalogue's.</exception>
    public RuleBuilder(string code, string name)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(code);
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        if (code.StartsWith("KS", StringComparison.OrdinalIgnoreCase) && code.AsSpan(2).IndexOfAnyExceptInRange('0', '9') < 0)
        {
            throw new ArgumentException($"the code '{code}' is kept for the catalogue; begin with letters of your own", nameof(code));
        }

        this.code = code;
        this.name = name;
        title = name;
    }

    /// <summary>One line for lists: what is wrong. The rule's name where not given.</summary>
    public RuleBuilder Titled(string line) => With(() => title = line);

    /// <summary>Severity of its findings; medium where not given.</summary>
    public RuleBuilder OfSeverity(Severity value) => With(() => severity = value);

    /// <summary>Why it matters.</summary>
    public RuleBuilder Because(string reason) => With(() => why = reason);

    /// <summary>How to mend it.</summary>
    public RuleBuilder MendedBy(string remedyText) => With(() => remedy = remedyText);

    /// <summary>The framework controls it covers, so that a run filtered by framework asks it.</summary>
    public RuleBuilder ForFrameworks(params IReadOnlyList<FrameworkReference> references) => With(() => frameworks = references);

    /// <summary>Asks about each resource of any kind; the callback reports a field and a message.</summary>
    public RuleBuilder ForResources(Action<Resource, Action<Field, string>> question) => With(() => forResources = question);

    /// <summary>Asks about the pod of each workload.</summary>
    public RuleBuilder ForWorkloads(Action<Workload, Action<Field, string>> question) => With(() => forWorkloads = question);

    /// <summary>Asks about each container, of whatever list and whatever workload.</summary>
    public RuleBuilder ForContainers(Action<Container, Action<Field, string>> question) => With(() => forContainers = question);

    /// <summary>Makes the rule.</summary>
    /// <exception cref="InvalidOperationException">It asks nothing.</exception>
    public OwnRule Build() => forResources is null && forWorkloads is null && forContainers is null
        ? throw new InvalidOperationException($"rule '{name}' asks nothing: call ForResources, ForWorkloads or ForContainers")
        : new OwnRule(new BuiltRule(this));

    private RuleBuilder With(Action change)
    {
        change();
        return this;
    }

    private sealed class BuiltRule(RuleBuilder from) : Rule
    {
        private readonly Action<Resource, Action<Field, string>>? forResources = from.forResources;
        private readonly Action<Workload, Action<Field, string>>? forWorkloads = from.forWorkloads;
        private readonly Action<Container, Action<Field, string>>? forContainers = from.forContainers;

        public override RuleInfo Info { get; } = new()
        {
            Code = from.code,
            Name = from.name,
            Title = from.title,
            Severity = from.severity,
            Category = RuleCategory.Own,
            Why = from.why,
            Remedy = from.remedy,
            Frameworks = from.frameworks,
        };

        public override void CheckResource(Resource resource, RuleContext context) =>
            forResources?.Invoke(resource, (at, message) => context.Report(resource, at, message));

        public override void CheckWorkload(Workload workload, RuleContext context) =>
            forWorkloads?.Invoke(workload, (at, message) => context.Report(workload, at, message));

        public override void CheckContainer(Container container, RuleContext context) =>
            forContainers?.Invoke(container, (at, message) => context.Report(container, at, message));
    }
}
