using KubeSec.Access;

namespace KubeSec.Rules.Catalogue.Access;

/// <summary>Says who holds a role, workloads first: they are what an attacker enters through.</summary>
internal static class Holders
{
    private const int Named = 3;

    public static string Describe(AccessModel access, IReadOnlyList<Grant> grants)
    {
        if (grants.Count == 0)
        {
            return "no binding in these manifests grants it";
        }

        string[] workloads = [.. grants.SelectMany(access.HoldersOf).Select(w => w.Resource.ToString()).Distinct()
            .Order(StringComparer.Ordinal)];
        if (workloads.Length > 0)
        {
            return $"{Listed(workloads)} runs with it";
        }

        string[] subjects = [.. grants.SelectMany(g => g.Subjects).Select(s => s.ToString()).Distinct().Order(StringComparer.Ordinal)];
        return subjects.Length == 0 ? "its binding names no subject" : $"{Listed(subjects)} holds it";
    }

    private static string Listed(string[] names) => names.Length <= Named
        ? string.Join(", ", names)
        : FormattableString.Invariant($"{string.Join(", ", names.Take(Named))} and {names.Length - Named} more");
}
