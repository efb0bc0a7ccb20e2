using KubeSec.Findings;
using KubeSec.Gate.Policies;
using KubeSec.Manifests;

namespace KubeSec.Gate.Exceptions;

/// <summary>
/// An exception written on the resource it is about, as the annotation <c>kubesec.dev/ignore.RULE: REASON</c>,
/// with <c>until YYYY-MM-DD</c> before or behind the reason where it is to expire.
/// </summary>
internal sealed record ResourceException(string Rule, ExceptionWords Words, SourceSpan Span)
{
    private const string Prefix = "kubesec.dev/ignore.";

    public string Reason => Words.Reason;

    public DateOnly? Until => Words.Until;

    /// <summary>What the annotations of a resource and of its pod template make exceptions of.</summary>
    public static IEnumerable<ResourceException> On(Resource resource) =>
        resource.Annotations.Entries.Concat(resource.Workload is { } workload && workload.Template != resource.Root ? workload.PodAnnotations.Entries : [])
            .Where(entry => entry.Name.StartsWith(Prefix, StringComparison.Ordinal))
            .Select(Read);

    /// <summary>What keeps it from counting, or null.</summary>
    public string? Problem(RuleNames names) =>
        Words.NoDay is { } noDay ? $"the exception from '{Rule}' does not count: '{noDay}' is no day; write it as 2027-01-31"
        : Reason.Length == 0 ? $"the exception from '{Rule}' gives no reason and does not count"
        : names.Contains(Rule) ? null : names.Unknown(Rule) + "; the exception does not count";

    private static ResourceException Read(Field entry) =>
        new(entry.Name[Prefix.Length..], ExceptionWords.Read((entry.Text ?? "").Trim()), entry.KeySpan);
}
