using System.Globalization;
using KubeSec.Findings;
using KubeSec.Gate.Policies;
using KubeSec.Manifests;

namespace KubeSec.Gate.Exceptions;

/// <summary>The exceptions that resources carry themselves.</summary>
internal sealed class AnnotationBook(RuleNames names, DateOnly today)
{
    private readonly Dictionary<(string File, ResourceIdentity Resource), List<ResourceException>> byResource = [];
    private readonly HashSet<ResourceException> used = [];
    private readonly List<Finding> remarks = [];

    /// <summary>Takes in what a resource carries.</summary>
    public void Add(string file, Resource resource)
    {
        foreach (ResourceException exception in ResourceException.On(resource))
        {
            if (exception.Problem(names) is { } problem)
            {
                remarks.Add(PolicyRules.WaiverInvalid.At(exception.Span, problem) with { Resource = resource.Identity });
                continue;
            }

            if (!byResource.TryGetValue((file, resource.Identity), out List<ResourceException>? list))
            {
                byResource.Add((file, resource.Identity), list = []);
            }

            list.Add(exception);
        }
    }

    /// <summary>The suppression that a finding's own resource carries, or null.</summary>
    public Suppression? Cover(Finding finding)
    {
        if (finding.Resource is not { } resource || !byResource.TryGetValue((finding.Span.File, resource), out List<ResourceException>? list))
        {
            return null;
        }

        ResourceException? covering = list.Find(exception => exception.Rule == finding.Rule.Name || exception.Rule == finding.Rule.Code);
        if (covering is null)
        {
            return null;
        }

        used.Add(covering);
        return covering.Until < today ? null : new Suppression(SuppressionKind.Annotation, covering.Reason);
    }

    /// <summary>What is to be said of the exceptions themselves once every finding has been held against them.</summary>
    public IEnumerable<Finding> Remarks(Func<string?, bool> judged)
    {
        foreach (((_, ResourceIdentity resource), List<ResourceException> list) in byResource)
        {
            foreach (ResourceException exception in list)
            {
                if (exception.Until < today)
                {
                    string day = exception.Until.Value.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
                    yield return PolicyRules.WaiverExpired.At(exception.Span, $"the exception from {exception.Rule} expired on {day} and no longer counts") with { Resource = resource };
                }
                else if (!used.Contains(exception) && judged(exception.Rule))
                {
                    yield return PolicyRules.WaiverUnused.At(exception.Span, $"the exception from {exception.Rule} covers nothing") with { Resource = resource };
                }
            }
        }

        foreach (Finding remark in remarks)
        {
            yield return remark;
        }
    }
}
