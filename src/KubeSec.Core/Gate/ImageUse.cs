using KubeSec.Findings;
using KubeSec.Inventory;

namespace KubeSec.Gate;

/// <summary>One place that asks for an image: a container, an image volume, a Dockerfile, a project, a command line.</summary>
/// <param name="Image">The image, with variables filled in.</param>
/// <param name="Span">The place.</param>
internal sealed record ImageUse(string Image, SourceSpan Span)
{
    /// <summary>The resource that asks for it; null outside of manifests.</summary>
    public ResourceIdentity? Resource { get; init; }

    public string? Container { get; init; }

    /// <summary>The field within the resource.</summary>
    public string? Path { get; init; }

    public static ImageUse Of(InventoryEntry entry) => new(entry.Image, entry.Span) { Resource = entry.Resource, Container = entry.Container };

    /// <summary>A finding of a rule at this place.</summary>
    public Finding Found(RuleInfo rule, string message) => new()
    {
        Rule = rule,
        Severity = rule.Severity,
        Message = message,
        Span = Span,
        Resource = Resource,
        Container = Container,
        Path = Path,
        Image = Image,
    };
}
