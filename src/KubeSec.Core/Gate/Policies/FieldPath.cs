using System.Diagnostics.CodeAnalysis;
using System.Text.RegularExpressions;
using KubeSec.Manifests;

namespace KubeSec.Gate.Policies;

/// <summary>
/// A path to fields of an object: <c>metadata.labels.team</c>, <c>spec.rules[*].host</c>,
/// <c>metadata.annotations["acme.example/team"]</c>. <c>[*]</c> stands for every item of a list or value of a mapping.
/// </summary>
internal sealed partial class FieldPath
{
    private readonly IReadOnlyList<string?> steps;

    private FieldPath(IReadOnlyList<string?> steps) => this.steps = steps;

    public static bool TryParse(string? text, [NotNullWhen(true)] out FieldPath? path, [NotNullWhen(false)] out string? error)
    {
        bool fits = text is not null && Whole().IsMatch(text);
        path = fits ? new FieldPath([.. Step().Matches(text!).Select(NameOf)]) : null;
        error = fits ? null : "write a path such as metadata.labels.team, spec.rules[*].host or metadata.annotations[\"acme.example/team\"]";
        return fits;
    }

    /// <summary>The fields it leads to, missing ones included: a field that is not there still knows where it should be.</summary>
    public IEnumerable<Field> From(Field root)
    {
        IEnumerable<Field> fields = [root];
        foreach (string? step in steps)
        {
            fields = step is null
                ? fields.SelectMany(field => field.Node is SequenceNode ? field.Items : field.Entries)
                : fields.Select(field => field[step]);
        }

        return fields;
    }

    /// <summary>The key of a step; null for <c>[*]</c>.</summary>
    private static string? NameOf(Match step) =>
        step.Groups["all"].Success ? null : step.Groups["quoted"].Success ? step.Groups["quoted"].Value : step.Groups["plain"].Value;

    [GeneratedRegex("""^(?:[^.\[\]"]+|\["[^"]+"\])(?:\.[^.\[\]"]+|\["[^"]+"\]|\[\*\])*$""", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Whole();

    [GeneratedRegex("""(?<all>\[\*\])|\["(?<quoted>[^"]+)"\]|(?<plain>[^.\[\]"]+)""", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Step();
}
