using System.Globalization;
using KubeSec.Findings;
using KubeSec.Gate.Policies;
using KubeSec.Manifests;

namespace KubeSec.Gate.Exceptions;

/// <summary>The exceptions that stand as comments on the lines they are about.</summary>
internal sealed class CommentBook(RuleNames names, DateOnly today)
{
    private readonly Dictionary<(string File, int Line), List<IgnoreComment>> byLine = [];
    private readonly HashSet<IgnoreComment> used = [];
    private readonly List<Finding> remarks = [];

    /// <summary>Takes in the comments of a document.</summary>
    public void Add(ManifestDocument document)
    {
        foreach (IgnoreComment comment in document.Ignores)
        {
            string? problem = comment.Problem ?? (names.Contains(comment.Rule) ? null : names.Unknown(comment.Rule));
            if (problem is not null)
            {
                remarks.Add(PolicyRules.WaiverInvalid.At(comment.Span, problem + "; the comment does not count"));
                continue;
            }

            if (!byLine.TryGetValue((document.File, comment.AppliesTo), out List<IgnoreComment>? list))
            {
                byLine.Add((document.File, comment.AppliesTo), list = []);
            }

            list.Add(comment);
        }
    }

    /// <summary>The suppression that stands on a finding's own line, or null.</summary>
    public Suppression? Cover(Finding finding)
    {
        if (!byLine.TryGetValue((finding.Span.File, finding.Span.Line), out List<IgnoreComment>? list)
            || list.Find(comment => comment.Rule == finding.Rule.Name || comment.Rule == finding.Rule.Code) is not { } covering)
        {
            return null;
        }

        used.Add(covering);
        return covering.Until < today ? null : new Suppression(SuppressionKind.Comment, covering.Reason);
    }

    /// <summary>What is to be said of the comments themselves once every finding has been held against them.</summary>
    public IEnumerable<Finding> Remarks(Func<string?, bool> judged) => remarks.Concat(byLine.Values.SelectMany(list => list).Select(comment => comment switch
    {
        { Until: { } day } when day < today =>
            PolicyRules.WaiverExpired.At(comment.Span, $"the exception from {comment.Rule} expired on {day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)} and no longer counts"),
        _ when !used.Contains(comment) && judged(comment.Rule) =>
            PolicyRules.WaiverUnused.At(comment.Span, $"the exception from {comment.Rule} covers nothing on line {comment.AppliesTo.ToString(CultureInfo.InvariantCulture)}"),
        _ => null,
    }).OfType<Finding>());
}
