using KubeSec.Rules;
using KubeSec.Tests;

namespace KubeSec.Core.Tests.Rules;

/// <summary>docs/rules is written from the rules. KUBESEC_WRITE_DOCS=1 writes it; otherwise a page that differs fails.</summary>
public sealed class RulePagesTests
{
    [SkippableFact]
    public void The_pages_say_what_the_rules_say()
    {
        string? root = SharedFiles.RepositoryRoot();
        Skip.If(root is null, "the tests run away from their sources");
        string folder = Path.Combine(root, "docs", "rules");
        Dictionary<string, string> pages = RuleLibrary.All().ToDictionary(rule => rule.Name + ".md", rule => RuleLibrary.PageOf(rule.Name)!);
        pages["README.md"] = RulePage.WriteIndex(RuleLibrary.All());
        if (Environment.GetEnvironmentVariable("KUBESEC_WRITE_DOCS") == "1")
        {
            Write(folder, pages);
        }

        Assert.Empty(pages.Where(page => !Stands(Path.Combine(folder, page.Key), page.Value)).Select(page => page.Key));
        Assert.Empty(Strays(folder, pages));
    }

    [SkippableFact]
    public void Every_row_that_linters_know_is_a_rule_or_out_of_scope_with_a_reason()
    {
        string catalogue = SharedFiles.Require("research", "lint_catalogue.tsv");
        string outOfScope = File.ReadAllText(Path.Combine(SharedFiles.RepositoryRoot()!, "docs", "rules", "out-of-scope.md"));
        HashSet<string> rules = [.. RuleLibrary.All().Select(rule => rule.Name)];
        IEnumerable<string> rows = File.ReadLines(catalogue).Skip(1).Select(line => line.Split('\t')[0]);
        string[] unaccounted = [.. rows.Where(row => !rules.Contains(row) && !outOfScope.Contains($"| `{row}` |", StringComparison.Ordinal))];
        Assert.Empty(unaccounted);
    }

    private static void Write(string folder, Dictionary<string, string> pages)
    {
        foreach (string stray in Strays(folder, pages))
        {
            File.Delete(stray);
        }

        foreach ((string name, string page) in pages)
        {
            File.WriteAllText(Path.Combine(folder, name), page);
        }
    }

    private static string[] Strays(string folder, Dictionary<string, string> pages) =>
        [.. Directory.EnumerateFiles(folder, "*.md").Where(file => Path.GetFileName(file) is var name && name != "out-of-scope.md" && !pages.ContainsKey(name))];

    private static bool Stands(string path, string page) =>
        File.Exists(path) && File.ReadAllText(path).Replace("\r\n", "\n", StringComparison.Ordinal) == page;
}
