using KubeSec.Findings;
using KubeSec.Manifests;
using KubeSec.Rules;

namespace KubeSec.Core.Tests.Rules;

/// <summary>Where findings point to: the same text that SARIF shows as a region.</summary>
public sealed class PlacesTests
{
    [Theory]
    [MemberData(nameof(CatalogueTests.Names), MemberType = typeof(CatalogueTests))]
    public void A_finding_points_at_the_value_at_its_path_or_at_the_nearest_key_that_leads_there(string name)
    {
        Rule rule = RuleCatalogue.All().Single(rule => rule.Info.Name == name);
        string example = RuleExamples.Of(rule)!.Failing;
        Field[] roots = [.. Manifest.Read(example, "manifest.yaml").SelectMany(document => document.Resources).Select(resource => resource.Root)];
        foreach (Finding finding in Manifest.Lint(example, CatalogueTests.OptionsOf(example), rule).Where(finding => finding.Path is not null))
        {
            IEnumerable<Field> meant = roots.Select(root => Find(root, finding.Path!));
            Assert.Contains(meant, field => finding.Span == field.Span || finding.Span == field.KeySpan);
        }
    }

    /// <summary>The field of a path; a missing one knows the parent that is there.</summary>
    private static Field Find(Field at, string path)
    {
        while (at.Path != path)
        {
            IEnumerable<Field> below = at.Entries.Concat(at.Items);
            if (below.FirstOrDefault(child => IsOnTheWay(child.Path, path)) is { } next)
            {
                at = next;
                continue;
            }

            string rest = path[at.Path.Length..].TrimStart('.');
            return rest.Split('.').Aggregate(at, (field, name) => field[name]);
        }

        return at;
    }

    private static bool IsOnTheWay(string part, string path) =>
        path.StartsWith(part, StringComparison.Ordinal) && (path.Length == part.Length || path[part.Length] is '.' or '[');
}
