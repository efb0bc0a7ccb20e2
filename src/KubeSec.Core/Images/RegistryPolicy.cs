using System.IO.Enumeration;

namespace KubeSec.Images;

/// <summary>Which images may be deployed at all, before anyone asks who signed them.</summary>
public sealed record RegistryPolicy
{
    /// <summary>Repositories that images may come from; empty allows every one.</summary>
    public IReadOnlyList<ImageGlob> Allow { get; init; } = [];

    /// <summary>Repositories that images may not come from, whatever <see cref="Allow"/> says.</summary>
    public IReadOnlyList<ImageGlob> Deny { get; init; } = [];

    /// <summary>Whether an image must be named by its digest.</summary>
    public bool RequireDigest { get; init; }

    /// <summary>
    /// Tags that may not be written, with <c>*</c> for any characters: <c>latest</c>, <c>*-dev</c>.
    /// An image with neither tag nor digest has the tag <c>latest</c>.
    /// </summary>
    public IReadOnlyList<string> ForbidTags { get; init; } = [];

    /// <summary>What differs in some namespaces; the first entry that names a workload's namespace counts.</summary>
    public IReadOnlyList<NamespaceRegistryPolicy> Namespaces { get; init; } = [];

    /// <summary>Holds an image against the policy.</summary>
    /// <param name="image">The image.</param>
    /// <param name="namespace">The namespace it is to run in; null where unknown.</param>
    /// <returns>Everything that is wrong, the gravest first; empty when the image may be deployed.</returns>
    public IReadOnlyList<RegistryViolation> Check(ImageReference image, string? @namespace = null)
    {
        ArgumentNullException.ThrowIfNull(image);
        NamespaceRegistryPolicy? special = @namespace is null ? null : Namespaces.FirstOrDefault(entry => entry.Names(@namespace));
        List<RegistryViolation> violations = [];
        IReadOnlyList<ImageGlob> allow = special?.Allow ?? Allow;
        if (Deny.Concat(special?.Deny ?? []).FirstOrDefault(glob => glob.Matches(image)) is { } denied)
        {
            violations.Add(new(RegistryViolationKind.Denied, $"{image.Repository} is denied by '{denied}'"));
        }
        else if (allow.Count > 0 && !allow.Any(glob => glob.Matches(image)))
        {
            violations.Add(new(RegistryViolationKind.NotAllowed, $"{image.Repository} is not among the allowed repositories"));
        }

        if (ForbiddenTag(image, special?.ForbidTags ?? ForbidTags) is { } tag)
        {
            violations.Add(new(RegistryViolationKind.TagForbidden, $"the tag '{image.EffectiveTag}' is forbidden by '{tag}'"));
        }

        if ((special?.RequireDigest ?? RequireDigest) && image.Digest is null)
        {
            violations.Add(new(RegistryViolationKind.DigestMissing, $"{image.Familiar} is not named by its digest"));
        }

        return violations;
    }

    private static string? ForbiddenTag(ImageReference image, IReadOnlyList<string> forbidden) =>
        image.EffectiveTag is { } tag
            ? forbidden.FirstOrDefault(pattern => FileSystemName.MatchesSimpleExpression(pattern, tag, ignoreCase: false))
            : null;
}

/// <summary>What a registry policy says differently in some namespaces; what is null stays as it is elsewhere.</summary>
public sealed record NamespaceRegistryPolicy
{
    /// <summary>Patterns of namespace names, with <c>*</c> for any characters: <c>payments</c>, <c>team-*</c>.</summary>
    public required IReadOnlyList<string> Match { get; init; }

    /// <summary>Takes the place of <see cref="RegistryPolicy.Allow"/>.</summary>
    public IReadOnlyList<ImageGlob>? Allow { get; init; }

    /// <summary>Counts beside <see cref="RegistryPolicy.Deny"/>: what is denied everywhere stays denied.</summary>
    public IReadOnlyList<ImageGlob> Deny { get; init; } = [];

    /// <summary>Takes the place of <see cref="RegistryPolicy.RequireDigest"/>.</summary>
    public bool? RequireDigest { get; init; }

    /// <summary>Takes the place of <see cref="RegistryPolicy.ForbidTags"/>.</summary>
    public IReadOnlyList<string>? ForbidTags { get; init; }

    internal bool Names(string @namespace) =>
        Match.Any(pattern => FileSystemName.MatchesSimpleExpression(pattern, @namespace, ignoreCase: false));
}

/// <summary>One way in which an image breaks the registry policy.</summary>
/// <param name="Kind">Which part of the policy.</param>
/// <param name="Message">What is wrong, naming the values involved; one sentence without a full stop.</param>
public sealed record RegistryViolation(RegistryViolationKind Kind, string Message);

/// <summary>The parts of a registry policy that an image can break.</summary>
public enum RegistryViolationKind
{
    /// <summary>The repository is denied.</summary>
    Denied,

    /// <summary>The repository is not among the allowed ones.</summary>
    NotAllowed,

    /// <summary>The tag is forbidden.</summary>
    TagForbidden,

    /// <summary>The image is not named by its digest.</summary>
    DigestMissing,
}
