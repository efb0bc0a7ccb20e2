namespace KubeSec.Findings;

/// <summary>One thing found wrong, at one place.</summary>
public sealed record Finding
{
    /// <summary>The rule that found it.</summary>
    public required RuleInfo Rule { get; init; }

    /// <summary>Severity of this finding; the rule's own unless the policy or the case says otherwise.</summary>
    public required Severity Severity { get; init; }

    /// <summary>What is wrong here, naming the values involved; one sentence without a full stop.</summary>
    public required string Message { get; init; }

    /// <summary>The offending value, or the parent's key where something is missing.</summary>
    public required SourceSpan Span { get; init; }

    /// <summary>Field path from the resource's root, such as <c>spec.template.spec.containers[0].image</c>; null for findings about a file.</summary>
    public string? Path { get; init; }

    /// <summary>The resource it is about; null for findings about a file or an image.</summary>
    public ResourceIdentity? Resource { get; init; }

    /// <summary>The container it is about, if one.</summary>
    public string? Container { get; init; }

    /// <summary>The image reference as written, if it is about one.</summary>
    public string? Image { get; init; }

    /// <summary>Why it does not count, if it does not.</summary>
    public Suppression? Suppression { get; init; }

    /// <summary>A text edit that mends it, if one is safe to apply.</summary>
    public Fix? Fix { get; init; }

    /// <summary>What it shares with other findings of its resource; null for one that stands alone.</summary>
    internal SharedCause? Cause { get; init; }
}

/// <summary>One fault that several rules speak of, such as the wildcard of a role: what it brings along is no news once the fault itself is told.</summary>
/// <param name="Path">Where in the resource it lies.</param>
/// <param name="Leads">Whether this finding is about the fault itself.</param>
internal sealed record SharedCause(string Path, bool Leads);

/// <summary>What keeps a finding from counting.</summary>
/// <param name="Kind">Where it came from.</param>
/// <param name="Reason">Why, in its owner's words.</param>
public sealed record Suppression(SuppressionKind Kind, string Reason);

/// <summary>Where a suppression came from.</summary>
public enum SuppressionKind
{
    /// <summary>A waiver of the policy file.</summary>
    Waiver,

    /// <summary>An annotation on the resource.</summary>
    Annotation,

    /// <summary>A comment in the manifest.</summary>
    Comment,

    /// <summary>The recorded baseline.</summary>
    Baseline,
}

/// <summary>A change of text that mends a finding and leaves every other byte alone.</summary>
/// <param name="Description">What the edit does, as an imperative.</param>
/// <param name="MayBreak">What to look out for after applying it; empty when nothing.</param>
/// <param name="Edits">The edits, all in one file, in any order, without overlap.</param>
public sealed record Fix(string Description, string MayBreak, IReadOnlyList<TextEdit> Edits);

/// <summary>Replaces one stretch of a file's text.</summary>
/// <param name="Span">The stretch; empty for an insertion.</param>
/// <param name="NewText">What stands there afterwards, with line feeds as line ends.</param>
public sealed record TextEdit(SourceSpan Span, string NewText);
