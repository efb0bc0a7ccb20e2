using KubeSec.Findings;
using KubeSec.Manifests;
using KubeSec.Manifests.Edits;
using KubeSec.Rules;

namespace KubeSec.Core.Tests.Manifests.Edits;

public sealed class ManifestFixerTests
{
    [Fact]
    public void Fixes_of_one_place_are_applied_in_passes_and_a_second_run_changes_nothing()
    {
        const string before = "apiVersion: v1\r\nkind: Pod\r\nmetadata: {name: web} # the shop\r\nspec:\r\n  containers:\r\n  - name: web\r\n";
        FixedFile file = Assert.Single(Fixer("allowPrivilegeEscalation", "privileged", "readOnly").Fix(new Dictionary<string, string> { ["f"] = before }));
        Assert.Equal(
            before + "    securityContext:\r\n      allowPrivilegeEscalation: false\r\n      privileged: false\r\n      readOnly: false\r\n", file.After);
        Assert.Equal(3, file.Fixed.Count);
        Assert.StartsWith("--- a/f\n+++ b/f\n@@ -4,3 +4,7 @@\n", file.Diff(), StringComparison.Ordinal);
        Assert.False(Assert.Single(Fixer("privileged").Fix(new Dictionary<string, string> { ["f"] = file.After })).Changed);
    }

    [Fact]
    public void A_fix_that_would_break_the_file_is_not_applied()
    {
        const string before = "apiVersion: v1\nkind: Pod\n";
        var fixer = new ManifestFixer(documents => [.. documents.Select(document => Finding(
            document.Resources[0].Root, new Fix("Break", "", [new TextEdit(new SourceSpan("f", 2, 1, 2, 1), "[")])))]);
        Assert.False(Assert.Single(fixer.Fix(new Dictionary<string, string> { ["f"] = before })).Changed);
    }

    /// <summary>Asks every container for settings that are to be false.</summary>
    private static ManifestFixer Fixer(params string[] settings) => new(documents => [.. documents
        .SelectMany(document => document.Resources)
        .SelectMany(resource => resource.Workload!.Containers)
        .SelectMany(container => settings.Select(setting => container.SecurityContext[setting]))
        .Where(field => !field.IsFalse)
        .Select(field => Finding(field, new FieldEdits().Set(field, "false").Fix("Set to false")))]);

    private static Finding Finding(Field at, Fix? fix) =>
        new() { Rule = InputRules.NotAResource, Severity = Severity.Low, Message = "m", Span = at.Span, Fix = fix };
}
